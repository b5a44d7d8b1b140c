import { expect, it } from "vitest";
import { testEngine } from "../../test/engine-contract.js";
import { smallModel, smallPlan } from "../../test/small-model.js";
import { onnxEngine } from "./onnx.js";
import { tfjsEngine } from "./tfjs.js";

testEngine(
  "onnx",
  () => onnxEngine(),
  () => tfjsEngine({ backend: "cpu" }),
);

it("runs on onnxruntime-web, with a thread for every core in an isolated page", async () => {
  expect(crossOriginIsolated).toBe(true);
  const predictor = await onnxEngine().createPredictor(smallModel(), smallPlan());
  const threads = navigator.hardwareConcurrency;
  expect(predictor.description.device).toBe(`wasm, ${threads} ${threads === 1 ? "thread" : "threads"}`);
  await predictor.dispose();
});
