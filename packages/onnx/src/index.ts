export { compileInference, inferenceGraph } from "./compile-inference.js";
export { compileInspection, inspectionPoints } from "./compile-inspection.js";
export { compileTrainingStep, trainingGraph } from "./compile-training-step.js";
export {
  CompilerOptionsError,
  InvalidGraphError,
  UnsupportedModelError,
  type UnsupportedPart,
} from "./errors.js";
export { type ExportOptions, exportOnnx, type UnknownOutput } from "./export-onnx.js";
export type { Graph } from "./graph/graph.js";
export { evaluateGraph, interpret, type Machine } from "./graph/interpret.js";
export { printGraph } from "./graph/print.js";
export { OnnxFileError } from "./inlined/errors.js";
export { externalFilesOf, type OnnxBase, onnxBaseOf } from "./inlined/onnx-base.js";
export { supportedLayers } from "./layers/index.js";
export { LOSS_NAMES, lossOptions, lossProblems } from "./losses/index.js";
export { type LossGraphOptions, lossGraph } from "./losses/loss-graph.js";
export { probeLowering, type RunProbe } from "./lowering/probe.js";
export { classCount, type ModelUse, modelProblems } from "./model-form.js";
export {
  defaultLearningRate,
  OPTIMIZER_NAMES,
  optimizerOptions,
  optimizerProblems,
} from "./optimizers/index.js";
export { matches as matchesPattern } from "./optimizers/name-pattern.js";
export type { Option, OptionTable } from "./option-table.js";
export { preprocessingProblems } from "./preprocessing-problems.js";
export type * from "./types.js";
export { type UpdatedWeight, updateGraph } from "./update-graph.js";
