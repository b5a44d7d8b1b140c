export { compileInference, inferenceGraph } from "./compile-inference.js";
export { compileTrainingStep, trainingGraph } from "./compile-training-step.js";
export { InvalidGraphError, UnsupportedModelError, type UnsupportedPart } from "./errors.js";
export { printGraph } from "./graph/print.js";
export { supportedLayers } from "./layers/index.js";
export { LOSS_NAMES, lossProblems } from "./losses/index.js";
export { probeLowering, type RunProbe } from "./lowering/probe.js";
export { OPTIMIZER_NAMES, optimizerProblems } from "./optimizers/index.js";
export type * from "./types.js";
