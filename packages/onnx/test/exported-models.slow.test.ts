import { listModels } from "@imgcls/architectures";
import { loadOnnx, loadOnnxInWeb } from "@imgcls/test-utils";
import { describe, it } from "vitest";
import { expectExportPredicts } from "./exported-models.js";
import { trainOnWasm } from "./tfjs-on-wasm.js";

await trainOnWasm();

describe("exported models predict as TensorFlow.js does, in onnxruntime-node and onnxruntime-web", () => {
  it.each(listModels())("%s", (name) => expectExportPredicts(name, [loadOnnx, loadOnnxInWeb]));
});
