import type { TrainingView } from "../state/app-state.js";
import { formatCount, formatLoss, formatPercent, formatSeconds } from "../text/format.js";

const NOTHING = "–";

/** The numbers of a training, and how far it is. */
export function Readouts({ training }: { readonly training: TrainingView }) {
  const { position, epochs, trace, rows, phase } = training;
  const point = trace.at(-1);
  const row = rows.at(-1);
  const done = position?.at ?? 0;
  const validated = row?.validatedOn === "test" ? "Test" : "Validation";
  const active = phase === "training" || phase === "testing";
  const speed = position?.imagesPerSecond ?? row?.imagesPerSecond;
  const readouts: [name: string, value: string][] = [
    ["Epoch", `${Math.max(1, Math.ceil(done))} of ${epochs}`],
    ["Training loss", point ? formatLoss(point.loss) : NOTHING],
    ["Training accuracy", point ? formatPercent(point.accuracy) : NOTHING],
    [`${validated} accuracy`, row?.valAccuracy === undefined ? NOTHING : formatPercent(row.valAccuracy)],
    ["Images a second", isKnown(speed) ? formatCount(speed) : NOTHING],
    active
      ? ["Time left", isKnown(position?.secondsLeft) ? formatSeconds(position.secondsLeft) : NOTHING]
      : ["Time", row ? formatSeconds(rows.reduce((sum, { seconds }) => sum + seconds, 0)) : NOTHING],
  ];
  // A training that has ended gets no more numbers: what it never had is left out.
  const shown = active || phase === "starting" ? readouts : readouts.filter(([, value]) => value !== NOTHING);
  return (
    <div className="readouts-frame">
      <progress
        aria-label="Progress of the training"
        max={epochs}
        value={phase === "finished" && training.reason === undefined ? epochs : done}
      />
      <dl className="readouts">
        {shown.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="visually-hidden" role="status">
        {row?.valAccuracy !== undefined &&
          `Epoch ${row.epoch} of ${epochs}: ${row.validatedOn} accuracy ${formatPercent(row.valAccuracy)}.`}
      </p>
    </div>
  );
}

const isKnown = (value: number | undefined): value is number => value !== undefined && Number.isFinite(value);
