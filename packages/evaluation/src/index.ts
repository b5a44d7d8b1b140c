export { confusionMatrixChart } from "./charts/confusion-matrix-chart.js";
export { type LearningCurves, learningCurves } from "./charts/learning-curves.js";
export { type RunCurvesOptions, type RunHistory, runCurves } from "./charts/run-curves.js";
export { type ClassificationReportOptions, classificationReport } from "./classification-report.js";
export {
  type Confusion,
  mostConfused,
  type Prediction,
  type WorstMistakesOptions,
  worstMistakes,
} from "./error-analysis.js";
export { EvaluationInputError } from "./errors.js";
export { type EvaluateOptions, type Evaluation, evaluate } from "./evaluate.js";
export type { EpochMetrics, HistoryRow, ValidatedOn } from "./history.js";
export type { ClassScores, Scores } from "./metrics/class-scores.js";
export { type ReportInput, renderReport } from "./report/render-report.js";
export { type Fact, type ReportData, type ReportDataInput, reportData } from "./report/report-data.js";
export type { ImageShape } from "./report/thumbnail.js";
export { type ClassProbability, topPredictions } from "./top-predictions.js";
