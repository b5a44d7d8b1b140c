export type {
  AdagradConfig,
  AdamaxConfig,
  AdamConfig,
  AdamWConfig,
  BinaryCrossentropyConfig,
  CrossentropyConfig,
  FocalCrossentropyConfig,
  InspectionPoint,
  LarsConfig,
  LionConfig,
  LossConfig,
  MeanSquaredErrorConfig,
  MuonConfig,
  OptimizerConfig,
  Option,
  OptionTable,
  Preprocessing,
  RmspropConfig,
  SgdConfig,
  WeightGroup,
} from "@imgcls/onnx";
export {
  defaultLearningRate,
  LOSS_NAMES,
  lossOptions,
  lossProblems,
  OPTIMIZER_NAMES,
  optimizerOptions,
  optimizerProblems,
} from "@imgcls/onnx";
export type { Batch, BatchSource } from "./batch.js";
export { batchLoss } from "./batch-loss.js";
export {
  ABORTED,
  type BatchEndEvent,
  type Callback,
  type CallbackState,
  statefulCallback,
  type TrainingRun,
} from "./callback.js";
export {
  type BackupAndRestore,
  type BackupAndRestoreOptions,
  backupAndRestore,
} from "./callbacks/backup-and-restore.js";
export { type CheckpointingOptions, checkpointing } from "./callbacks/checkpointing.js";
export { callbackConfigProblems, callbackFromConfig, callbackOptions } from "./callbacks/config.js";
export { type CsvLoggerConfig, type CsvLoggerOptions, csvLogger } from "./callbacks/csv-logger.js";
export { type EarlyStoppingOptions, earlyStopping } from "./callbacks/early-stopping.js";
export { type History, history } from "./callbacks/history.js";
export { type LambdaCallbackOptions, lambdaCallback } from "./callbacks/lambda-callback.js";
export {
  type LearningRateSchedulerOptions,
  learningRateScheduler,
} from "./callbacks/learning-rate-scheduler.js";
export {
  type ModelCheckpointConfig,
  type ModelCheckpointOptions,
  modelCheckpoint,
} from "./callbacks/model-checkpoint.js";
export { type ProgressLineOptions, type ProgressStream, progressLine } from "./callbacks/progress-line.js";
export {
  CALLBACK_NAMES,
  type CallbackConfig,
  type CallbackName,
  type CallbackPlace,
} from "./callbacks/table.js";
export { type TensorBoardConfig, type TensorBoardOptions, tensorBoard } from "./callbacks/tensor-board.js";
export { type TerminateOnNaNOptions, terminateOnNaN } from "./callbacks/terminate-on-nan.js";
export type { Checkpoint } from "./checkpoint.js";
export {
  type ChooseEngineOptions,
  chooseEngine,
  ENGINE_NAMES,
  type EngineName,
} from "./engines/choose-engine.js";
export type { OnnxDevice } from "./engines/device.js";
export type {
  Engine,
  EngineDescription,
  EngineTask,
  Predictor,
  SessionMemory,
  SlotState,
  StepResult,
  TrainingSession,
} from "./engines/engine.js";
export {
  type EngineRefusal,
  EngineUnavailableError,
  NotEnoughMemoryError,
  UnknownEngineError,
  UnusableModelError,
} from "./engines/errors.js";
export type { Inspection, InspectionRequest, Inspector } from "./engines/inspector.js";
export { formatBytes, type MemoryNeed } from "./engines/memory-need.js";
export { type OnnxEngineOptions, onnxEngine } from "./engines/onnx.js";
export type { WasmPaths } from "./engines/ort-runtime.js";
export { type TfjsEngineOptions, tfjsEngine } from "./engines/tfjs.js";
export { hasFiniteWeights } from "./finite-weights.js";
export { type FitResult, fit } from "./fit.js";
export type { FitOptions } from "./fit-options.js";
export type { Directions, HistoryRow } from "./history.js";
export { learningRateAt } from "./learning-rate.js";
export { type LossMeter, lossMeter, type MeasuredLoss } from "./loss-meter.js";
export type { Metric, Predictions, StreamingMetric, WholeMetric } from "./metrics/metric.js";
export { METRIC_NAMES, type MetricName } from "./metrics/table.js";
export { readWeights, type WeightMap, writeWeights } from "./model-weights.js";
export {
  type ImageBatch,
  type LabeledBatch,
  type LabeledPredictions,
  predictAll,
  predictBatches,
} from "./predict-batches.js";
export { type PredictOptions, predictProbabilities } from "./predict-probabilities.js";
export type { PhaseProgress } from "./saving/checkpoint-files.js";
export { type Content, joinContent } from "./saving/content.js";
export { RunFolderError } from "./saving/errors.js";
export type { Folder } from "./saving/folder.js";
export type {
  ModelCard,
  ReadImages,
  UsedHead,
  UsedRecipe,
  UsedTime,
  UsedWeights,
} from "./saving/model-card.js";
export { modelFiles, modelFromFiles } from "./saving/model-files.js";
export { openFolder } from "./saving/open-folder.js";
export {
  type ReadRunOptions,
  runFiles,
  runFromFiles,
  type SavedModel,
  type SavedRun,
} from "./saving/run-files.js";
export {
  loadCard,
  loadCheckpoint,
  loadHistory,
  loadRun,
  loadSavedModel,
  loadTraining,
  loadTrainingCard,
  removeCheckpoint,
  type SavedTraining,
  saveCard,
  saveCheckpoint,
  saveRun,
} from "./saving/run-folder.js";
export {
  filesToZip,
  type RunFromZipOptions,
  runFilesFromZip,
  runFromZip,
  runToZip,
} from "./saving/run-zip.js";
export { loadStart, removeStart, saveStart } from "./saving/training-start.js";
export type {
  ConstantSchedule,
  CosineRestartsSchedule,
  CosineSchedule,
  ExponentialSchedule,
  InverseTimeSchedule,
  MultiStepSchedule,
  OneCycleSchedule,
  PiecewiseSchedule,
  PolynomialSchedule,
  ScheduleConfig,
  ScheduleName,
  StepSchedule,
  TanhSchedule,
  TriangularSchedule,
  Warmup,
} from "./schedules/config.js";
export { rateFactorAt, SCHEDULE_NAMES, scheduleOptions, scheduleProblems } from "./schedules/rate-factor.js";
export { toProbabilities } from "./to-probabilities.js";
export { type TrainingOutcome, trainingOutcome } from "./training-outcome.js";
export { type InferencePlan, TrainingOptionsError, type TrainingPlan } from "./training-plan.js";
