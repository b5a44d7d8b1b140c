import { isolated, seriesColors, shortLabel } from "@imgcls/charts";
import { type SquareChart, unitSquare } from "./unit-square.js";

export type Point = readonly [x: number, y: number];

/** Of one class against the rest. */
export interface ClassCurves {
  readonly class: string;
  readonly rocAuc: number;
  readonly averagePrecision: number;
  /** False and true positive rate, from [0, 0] to [1, 1]. */
  readonly roc: readonly Point[];
  /** Recall and precision, from recall 1 to 0. */
  readonly precisionRecall: readonly Point[];
}

/** Two drawings, so that a narrow page can stack them. */
export interface RankingCurves {
  /** SVG: true positives by false positives. */
  readonly roc: string;
  /** SVG: precision by recall. */
  readonly precisionRecall: string;
}

const NAME_LENGTH = 28;

/** Both curves of up to twelve classes, each class against the rest. */
export function rankingCurves(classes: readonly ClassCurves[]): RankingCurves {
  const curves = (
    chart: Pick<SquareChart, "xName" | "yName" | "diagonal">,
    title: string,
    of: (curves: ClassCurves) => { readonly points: readonly Point[]; readonly area: number },
  ) => {
    const names = classes.map(
      (curves) => `${isolated(shortLabel(curves.class, NAME_LENGTH))} (${of(curves).area.toFixed(3)})`,
    );
    return unitSquare({
      ...chart,
      description: `${title} of each class against the rest, with the area below: ${names.join(", ")}.`,
      lines: classes.map((curves, i) => ({
        name: names[i]!,
        color: seriesColors[i]!,
        points: of(curves).points,
      })),
    });
  };
  return {
    roc: curves(
      { xName: "false positive rate", yName: "true positive rate (recall)", diagonal: true },
      "ROC curve",
      ({ roc, rocAuc }) => ({ points: roc, area: rocAuc }),
    ),
    precisionRecall: curves(
      { xName: "recall", yName: "precision" },
      "Precision-recall curve",
      ({ precisionRecall, averagePrecision }) => ({ points: precisionRecall, area: averagePrecision }),
    ),
  };
}
