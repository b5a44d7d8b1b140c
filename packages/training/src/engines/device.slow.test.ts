import { describe } from "vitest";
import { testEngine } from "../../test/engine-contract.js";
import { noSoftwareGpu, useSoftwareGpu } from "../../test/software-gpu.js";
import { onnxEngine } from "./onnx.js";
import { tfjsEngine } from "./tfjs.js";

describe.skipIf(noSoftwareGpu)(`on a software GPU${noSoftwareGpu ? `: ${noSoftwareGpu}` : ""}`, () => {
  if (noSoftwareGpu === undefined) useSoftwareGpu();
  testEngine(
    "onnx",
    () => onnxEngine({ device: "webgpu" }),
    () => tfjsEngine({ backend: "cpu" }),
  );
});
