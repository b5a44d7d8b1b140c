export {
  type Calibration,
  type CalibrationOptions,
  calibrate,
  fitCalibration,
  type Uncalibrated,
} from "./calibration/calibration.js";
export type { IsotonicRegression, MonotoneCurve } from "./calibration/isotonic.js";
export type { PlattScaling, SigmoidCurve } from "./calibration/platt.js";
export type { TemperatureScaling } from "./calibration/temperature.js";
export { classRecallChart } from "./charts/class-recall-chart.js";
export { type ConfusionMatrixChartOptions, confusionMatrixChart } from "./charts/confusion-matrix-chart.js";
export { type LearningCurves, learningCurves } from "./charts/learning-curves.js";
export { likelihoodHistogram } from "./charts/likelihood-histogram.js";
export { type ClassCurves, type RankingCurves, rankingCurves } from "./charts/ranking-curves.js";
export { reliabilityDiagram } from "./charts/reliability-diagram.js";
export { type RunCurvesOptions, type RunHistory, runCurves } from "./charts/run-curves.js";
export { type SizePoint, sizeCurve } from "./charts/size-curve.js";
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
export * from "./inside/index.js";
export { type LikelyLabelError, likelyLabelErrors } from "./likely-label-errors.js";
export { MetricAccumulator, type MetricAccumulatorOptions } from "./metrics/accumulator.js";
export { accuracy, balancedAccuracy, topKAccuracy } from "./metrics/accuracy.js";
export {
  type CohenKappaOptions,
  cohenKappa,
  type KappaWeights,
  matthewsCorrelation,
} from "./metrics/agreement.js";
export { type AveragePrecisionOptions, averagePrecision } from "./metrics/average-precision.js";
export {
  expectedCalibrationError,
  maximumCalibrationError,
  type ReliabilityOptions,
  reliability,
} from "./metrics/calibration-error.js";
export {
  chooseThreshold,
  type MistakeCosts,
  type ThresholdChoice,
  type ThresholdOptions,
} from "./metrics/choose-threshold.js";
export type { ClassScores, Scores } from "./metrics/class-scores.js";
export {
  adjustedRandIndex,
  type ClusteringInput,
  type ClusteringScores,
  clusteringScores,
  type MatchedClusters,
  matchClusters,
  normalizedMutualInformation,
  purity,
} from "./metrics/clustering.js";
export { type ConfusionMatrixOptions, confusionMatrix } from "./metrics/confusion-matrix.js";
export { evaluateMetrics } from "./metrics/evaluate-metrics.js";
export type { MetricInput, Needs } from "./metrics/input.js";
export {
  type Average,
  type AverageOptions,
  type FBetaOptions,
  fBeta,
  jaccard,
  precision,
  recall,
} from "./metrics/precision-recall.js";
export { brierScore, explainedLogLoss, logLoss } from "./metrics/probability-scores.js";
export type { ReliabilityBin } from "./metrics/reliability-bins.js";
export { type RocAucOptions, rocAuc } from "./metrics/roc-auc.js";
export { softmax } from "./metrics/softmax.js";
export { type HierarchicalAccuracy, hierarchicalAccuracy, toSuperclasses } from "./metrics/superclasses.js";
export { METRIC_NAMES, METRICS, type Metric, type MetricName } from "./metrics/table.js";
export {
  type CurveOptions,
  type PrecisionRecallCurve,
  precisionRecallCurve,
  type RocCurve,
  rocCurve,
} from "./metrics/threshold-curves.js";
export {
  type ClusterReportData,
  type ClusterReportInput,
  clusterReportData,
  imagesOfClusters,
  type Projection,
  type ReportedCluster,
  shownPoints,
} from "./report/cluster-data.js";
export type { Baseline, Comparison } from "./report/comparison.js";
export type { ShownConfusion } from "./report/confusion-cells.js";
export type { DataCard, DataCardPart } from "./report/data-card.js";
export {
  type FindingsInput,
  type FindingsSection,
  renderFindings,
  type ShownFinding,
  type ShownImage,
} from "./report/findings-page.js";
export { type RenderedClusters, renderClusters } from "./report/render-clusters.js";
export { renderMarkdown } from "./report/render-markdown.js";
export { type ReportInput, renderReport } from "./report/render-report.js";
export { type NamedChart, reportCharts } from "./report/report-charts.js";
export {
  type CalibrationSummary,
  imagesOfReport,
  type ReportData,
  reportData,
} from "./report/report-data.js";
export type { Fact, ReportDataInput } from "./report/report-input.js";
export type { ImageProperty, Slice } from "./report/slices.js";
export type { ImageShape } from "./report/thumbnail.js";
export {
  type BootstrapOptions,
  bootstrapInterval,
  type PairedDifference,
  pairedBootstrap,
} from "./statistics/bootstrap.js";
export type { Interval } from "./statistics/interval.js";
export { type McNemarOptions, type McNemarResult, mcNemarTest } from "./statistics/mcnemar.js";
export { type LevelOptions, wilsonInterval } from "./statistics/wilson.js";
export { type ClassProbability, topPredictions } from "./top-predictions.js";
