import { classRecallChart } from "../charts/class-recall-chart.js";
import { confusionMatrixChart, NUMBERED_CLASSES } from "../charts/confusion-matrix-chart.js";
import { learningCurves } from "../charts/learning-curves.js";
import { likelihoodHistogram } from "../charts/likelihood-histogram.js";
import { rankingCurves } from "../charts/ranking-curves.js";
import { reliabilityDiagram } from "../charts/reliability-diagram.js";
import { WORST_CLASSES } from "./confusions.js";
import type { ReportData } from "./report-data.js";

export interface NamedChart {
  /** Fit for the name of a file: "confusion-matrix". */
  readonly name: string;
  readonly svg: string;
}

/** Every chart of the report, in its order. */
export function reportCharts(data: ReportData): NamedChart[] {
  const { history, validatedOn, evaluation, calibration, ranking } = data;
  const charts: Record<string, string> = {};
  if (history.length > 0) {
    const { loss, accuracy } = learningCurves(history, validatedOn);
    Object.assign(charts, { loss, accuracy });
  }
  charts["confusion-matrix"] = confusionMatrixChart(evaluation);
  if (evaluation.perClass.length > NUMBERED_CLASSES) {
    charts["confusion-matrix-worst"] = confusionMatrixChart(evaluation, { worst: WORST_CLASSES });
  }
  charts["class-recall"] = classRecallChart(evaluation);
  if (calibration) {
    charts.reliability = reliabilityDiagram(calibration.bins);
    charts.likelihoods = likelihoodHistogram(calibration.bins);
  }
  if (ranking) {
    const { roc, precisionRecall } = rankingCurves(ranking.classes);
    Object.assign(charts, { roc, "precision-recall": precisionRecall });
  }
  return Object.entries(charts).map(([name, svg]) => ({ name, svg }));
}
