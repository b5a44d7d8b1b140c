// A whole training in a Web Worker, as pages do it: takes the engine's options, answers with the result.
import type { OnnxEngineOptions } from "../src/engines/onnx.js";
import { trainSmallModel } from "./train-small-model.js";

globalThis.onmessage = async ({ data }: MessageEvent<OnnxEngineOptions>) => {
  postMessage(await trainSmallModel(data));
};
