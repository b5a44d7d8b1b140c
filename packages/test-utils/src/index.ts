export { expectAllClose } from "./all-close.js";
export { loadOnnx, type OnnxProgram, type RuntimeTensor } from "./run-onnx.js";
