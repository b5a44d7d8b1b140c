import { memo } from "react";
import type { EpochPoint, TracePoint } from "../protocol.js";
import { formatLoss, formatPercent } from "../text/format.js";
import { Curve } from "./curve.js";
import { accuracyScale, scaleTo } from "./scale.js";

interface LearningCurvesProps {
  readonly trace: readonly TracePoint[];
  readonly rows: readonly EpochPoint[];
  readonly epochs: number;
}

/** After so many epochs the charts may come closer. */
const WHOLE_EPOCHS = 3;

/** Loss and accuracy while the training runs. */
export const LearningCurves = memo(function LearningCurves({ trace, rows, epochs }: LearningCurvesProps) {
  const losses = [...trace.map(({ loss }) => loss), ...rows.map(({ testLoss }) => testLoss ?? 0)];
  // The rise of the first epoch would hide what comes after it; before there is enough of that, all is shown.
  const later =
    rows.length < WHOLE_EPOCHS
      ? [0]
      : [
          ...trace.filter(({ at }) => at > 1).map(({ accuracy }) => accuracy),
          ...rows.map(({ testAccuracy }) => testAccuracy ?? 1),
        ];
  const last = rows.at(-1);
  return (
    <div className="curves">
      <Curve
        title="Loss"
        epochs={epochs}
        vertical={scaleTo(Math.max(0.1, ...losses.filter(Number.isFinite)), 4)}
        format={(value) => String(value)}
        training={trace.map(({ at, loss }) => [at, loss])}
        test={rows.flatMap(({ epoch, testLoss }) =>
          testLoss === undefined ? [] : [[epoch, testLoss] as const],
        )}
        description={describe("loss", last?.epoch, formatLoss, last?.loss, last?.testLoss)}
      />
      <Curve
        title="Accuracy"
        epochs={epochs}
        vertical={accuracyScale(later)}
        format={(value) => `${Number((100 * value).toFixed(2))}%`}
        training={trace.map(({ at, accuracy }) => [at, accuracy])}
        test={rows.flatMap(({ epoch, testAccuracy }) =>
          testAccuracy === undefined ? [] : [[epoch, testAccuracy] as const],
        )}
        description={describe("accuracy", last?.epoch, formatPercent, last?.accuracy, last?.testAccuracy)}
      />
    </div>
  );
});

function describe(
  score: string,
  epoch: number | undefined,
  format: (value: number) => string,
  training: number | undefined,
  test: number | undefined,
): string {
  if (epoch === undefined || training === undefined)
    return `Line chart of the ${score} by epoch, no epoch yet.`;
  const tested = test === undefined ? "" : ` and ${format(test)} on the test images`;
  return `Line chart of the ${score} by epoch. After epoch ${epoch} it is ${format(training)} on the training images${tested}.`;
}
