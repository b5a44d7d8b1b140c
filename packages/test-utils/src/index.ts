export { expectAllClose } from "./all-close.js";
export {
  bitsAt,
  formulaBytes,
  formulaLabels,
  formulaWeight,
  streams,
  uniformAt,
} from "./formula.js";
export {
  type GoldenRun,
  type GoldenRuns,
  type GoldenWeight,
  goldenLosses,
  optimizerSteps,
  pytorchSteps,
} from "./golden.js";
export { loadOnnx, type OnnxProgram, type RuntimeTensor } from "./run-onnx.js";
