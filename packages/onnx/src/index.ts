export { compileInference, inferenceGraph } from "./compile-inference.js";
export { compileTrainingStep, trainingGraph } from "./compile-training-step.js";
export { InvalidGraphError, UnsupportedModelError, type UnsupportedPart } from "./errors.js";
export { printGraph } from "./graph/print.js";
export { supportedLayers } from "./layers/index.js";
export { probeLowering, type RunProbe } from "./lowering/probe.js";
export type * from "./types.js";
