export { compileInference, inferenceGraph } from "./compile-inference.js";
export { compileTrainingStep, trainingGraph } from "./compile-training-step.js";
export { InvalidGraphError, UnsupportedModelError, type UnsupportedPart } from "./errors.js";
export { printGraph } from "./graph/print.js";
export type * from "./types.js";
