import { expect, it } from "vitest";
import { testEngine } from "../../test/engine-contract.js";
import { smallModel, smallPlan } from "../../test/small-model.js";
import { EngineUnavailableError } from "./errors.js";
import { onnxEngine } from "./onnx.js";
import { tfjsEngine } from "./tfjs.js";
import { missingKernels } from "./tfjs-backend.js";

testEngine(
  "tfjs",
  () => tfjsEngine({ backend: "cpu" }),
  () => onnxEngine(),
);

it("names the known backends and the nearest one", async () => {
  const reason = await tfjsEngine({ backend: "cpuu" }).unavailableReason();
  expect(reason).toMatch(/no backend "cpuu" \(it has .*cpu.*\)\. Did you mean "cpu"\?/);
});

it("says which package has a backend that is not registered", async () => {
  const reason = await tfjsEngine({ backend: "wasm" }).unavailableReason();
  expect(reason).toContain('import "@tensorflow/tfjs-backend-wasm"');
});

it("refuses to train on a backend that is not there", async () => {
  const engine = tfjsEngine({ backend: "tensorflow" });
  await expect(engine.createSession(smallModel(), smallPlan())).rejects.toThrow(EngineUnavailableError);
});

it("names the gradient kernels that a backend lacks", () => {
  const reason = missingKernels(
    ["Conv2D", "MaxPooling2D", "Conv2D", "Dense"],
    "wasm",
    new Set(["Conv2DBackpropInput", "MaxPoolGrad"]),
  );
  expect(reason).toMatch(/"wasm" backend .* has no Conv2DBackpropFilter, .* Use the "onnx" engine/);
  expect(missingKernels(["Dense"], "wasm", new Set())).toBeUndefined();
});
