import { lossScale, percentText, shareScale } from "@imgcls/charts";
import { memo } from "react";
import type { EpochPoint, TracePoint } from "../protocol.js";
import { formatLoss, formatPercent } from "../text/format.js";
import { Curve } from "./curve.js";

interface LearningCurvesProps {
  readonly trace: readonly TracePoint[];
  readonly rows: readonly EpochPoint[];
  readonly epochs: number;
}

/** After so many epochs the charts may come closer. */
const WHOLE_EPOCHS = 3;

/** Loss and accuracy while the training runs. */
export const LearningCurves = memo(function LearningCurves({ trace, rows, epochs }: LearningCurvesProps) {
  const losses = [...trace.map(({ loss }) => loss), ...rows.map(({ valLoss }) => valLoss ?? 0)];
  // The rise of the first epoch would hide what comes after it; before there is enough of that, all is shown.
  const later =
    rows.length < WHOLE_EPOCHS
      ? [0]
      : [
          ...trace.filter(({ at }) => at > 1).map(({ accuracy }) => accuracy),
          ...rows.map(({ valAccuracy }) => valAccuracy ?? 1),
        ];
  const last = rows.at(-1);
  const validatedOn = last?.validatedOn ?? "validation";
  return (
    <div className="curves">
      <Curve
        title="Loss"
        epochs={epochs}
        vertical={lossScale(losses.filter(Number.isFinite), 4)}
        format={(value) => String(value)}
        training={trace.map(({ at, loss }) => [at, loss])}
        validation={rows.flatMap(({ epoch, valLoss }) =>
          valLoss === undefined ? [] : [[epoch, valLoss] as const],
        )}
        validatedOn={validatedOn}
        description={describe("loss", last, formatLoss, last?.loss, last?.valLoss)}
      />
      <Curve
        title="Accuracy"
        epochs={epochs}
        vertical={shareScale(later)}
        format={percentText}
        training={trace.map(({ at, accuracy }) => [at, accuracy])}
        validation={rows.flatMap(({ epoch, valAccuracy }) =>
          valAccuracy === undefined ? [] : [[epoch, valAccuracy] as const],
        )}
        validatedOn={validatedOn}
        description={describe("accuracy", last, formatPercent, last?.accuracy, last?.valAccuracy)}
      />
    </div>
  );
});

function describe(
  score: string,
  last: EpochPoint | undefined,
  format: (value: number) => string,
  training: number | undefined,
  validation: number | undefined,
): string {
  if (last === undefined || training === undefined)
    return `Line chart of the ${score} by epoch, no epoch yet.`;
  const validated =
    validation === undefined ? "" : ` and ${format(validation)} on the ${last.validatedOn} images`;
  return `Line chart of the ${score} by epoch. After epoch ${last.epoch} it is ${format(training)} on the training images${validated}.`;
}
