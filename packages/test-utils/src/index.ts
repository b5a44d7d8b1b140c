export { expectAllClose } from "./all-close.js";
export {
  bitsAt,
  formulaBytes,
  formulaLabels,
  formulaTensor,
  formulaWeight,
  streamOf,
  streams,
  uniformAt,
} from "./formula.js";
export {
  architectureSteps,
  callbackTraces,
  frozenModel,
  type GoldenChange,
  type GoldenRun,
  type GoldenRuns,
  type GoldenWeight,
  goldenLosses,
  goldenSchedules,
  layerSteps,
  optimizerSteps,
  pytorchSteps,
  tensorboardEvents,
} from "./golden.js";
export { realPicture } from "./real-picture.js";
export { loadOnnx, loadOnnxInWeb, type OnnxProgram, type RuntimeTensor } from "./run-onnx.js";
export { safetensorsFile } from "./safetensors-file.js";
