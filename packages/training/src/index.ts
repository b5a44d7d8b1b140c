export type {
  AdagradConfig,
  AdamConfig,
  AdamWConfig,
  BinaryCrossentropyConfig,
  CrossentropyConfig,
  FocalCrossentropyConfig,
  LarsConfig,
  LionConfig,
  LossConfig,
  MeanSquaredErrorConfig,
  MuonConfig,
  OptimizerConfig,
  Preprocessing,
  RmspropConfig,
  SgdConfig,
  WeightGroup,
} from "@imgcls/onnx";
export type { Batch, BatchSource } from "./batch.js";
export { batchLoss, toProbabilities } from "./batch-loss.js";
export {
  ABORTED,
  type BatchEndEvent,
  type Callback,
  type CallbackState,
  type TrainingRun,
} from "./callback.js";
export { type CheckpointingOptions, checkpointing } from "./callbacks/checkpointing.js";
export { type EarlyStoppingOptions, earlyStopping } from "./callbacks/early-stopping.js";
export { type ProgressLineOptions, type ProgressStream, progressLine } from "./callbacks/progress-line.js";
export { stopOnNaN } from "./callbacks/stop-on-nan.js";
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
  SlotState,
  StepResult,
  TrainingSession,
} from "./engines/engine.js";
export { type EngineRefusal, EngineUnavailableError, UnknownEngineError } from "./engines/errors.js";
export { type OnnxEngineOptions, onnxEngine } from "./engines/onnx.js";
export type { WasmPaths } from "./engines/ort-runtime.js";
export { type TfjsEngineOptions, tfjsEngine } from "./engines/tfjs.js";
export { type FitOptions, type FitResult, fit } from "./fit.js";
export type { HistoryRow, Metric } from "./history.js";
export { learningRateAt } from "./learning-rate.js";
export { readWeights, type WeightMap, writeWeights } from "./model-weights.js";
export { type PredictOptions, predictProbabilities } from "./predict-probabilities.js";
export { RunFolderError } from "./saving/errors.js";
export type { ModelCard, ReadImages, UsedRecipe } from "./saving/model-card.js";
export { modelFiles, modelFromFiles } from "./saving/model-files.js";
export {
  loadCheckpoint,
  loadRun,
  runFiles,
  runFromFiles,
  type SavedRun,
  saveCheckpoint,
  saveRun,
} from "./saving/run-folder.js";
export { type RunFromZipOptions, runFromZip, runToZip } from "./saving/run-zip.js";
export { type InferencePlan, TrainingOptionsError, type TrainingPlan } from "./training-plan.js";
export { trainingProblems } from "./training-problems.js";
