import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { testEngine } from "../../test/engine-contract.js";
import { CLASSES, SHAPE, smallBatch, smallModel, smallPlan } from "../../test/small-model.js";
import { EngineUnavailableError } from "./errors.js";
import { onnxEngine } from "./onnx.js";
import { tfjsEngine } from "./tfjs.js";
import { missingKernels, workingKernels } from "./tfjs-backend.js";

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
  expect(reason).toMatch(/"wasm" backend .* has no working Conv2DBackpropFilter, .* Use the "onnx" engine/);
  expect(missingKernels(["Dense"], "wasm", new Set())).toBeUndefined();
});

it("does not train with the gradient of a maximum that the wasm backend computes wrongly", () => {
  const reason = (backend: string) =>
    missingKernels(["MaxPooling2D"], backend, workingKernels(backend, ["MaxPoolGrad"]));
  expect(reason("wasm")).toContain("MaxPoolGrad");
  expect(reason("webgl")).toBeUndefined();
});

it("refuses by name what TensorFlow.js has no gradient of", async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: [...SHAPE], filters: 2, kernelSize: 1 }),
      tf.layers.centerCrop({ height: 4, width: 4 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: CLASSES, activation: "softmax" }),
    ],
  });
  const session = await tfjsEngine({ backend: "cpu" }).createSession(model, smallPlan());
  const step = session.trainStep(smallBatch(8, 1), { learningRate: 0.1, step: 0 });
  await expect(step).rejects.toThrow(
    /\[imgcls\/training\] TensorFlow.js cannot train this model \(.*CropAndResize.*\)/,
  );
  await session.dispose();
});
