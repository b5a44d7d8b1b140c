import { expectAllClose } from "@imgcls/test-utils";
import { describe, expect, it } from "vitest";
import { ADAM, smallBatch, smallModel, smallPlan } from "../../test/small-model.js";
import { noSoftwareGpu, useSoftwareGpu } from "../../test/software-gpu.js";
import { readWeights } from "../model-weights.js";
import { chooseEngine } from "./choose-engine.js";
import type { OnnxDevice } from "./device.js";
import { onnxEngine } from "./onnx.js";

async function trainOn(device: OnnxDevice) {
  const model = smallModel({ dropout: true, maxNorm: true });
  model.getLayer("dense").trainable = false;
  const engine = onnxEngine({ device, ...(device === "cpu" && { lowering: "portable" }) });
  const session = await engine.createSession(model, smallPlan({ optimizer: ADAM }));
  const losses: number[] = [];
  for (const [step, size] of [8, 8, 3].entries()) {
    losses.push((await session.trainStep(smallBatch(size, step), { learningRate: 0.005, step })).loss);
  }
  const state = await session.saveState();
  await session.loadState(state);
  const prediction = await session.predict(smallBatch(2, 1).images, 2);
  await session.syncWeights();
  await session.dispose();
  return { losses, state, prediction, weights: await readWeights(model), ...session.description };
}

if (noSoftwareGpu) console.warn(`Training on a software GPU is not tested: ${noSoftwareGpu}.`);

describe("devices", () => {
  it("are listed where one is unknown", async () => {
    const reason = await onnxEngine({ device: "gpu" as OnnxDevice }).unavailableReason();
    expect(reason).toBe('device: expected one of cpu, webgpu, cuda, received "gpu"');
  });

  it("are never exchanged for the CPU", async () => {
    const choice = chooseEngine("auto", { device: "gpu" as OnnxDevice });
    await expect(choice).rejects.toThrow(/No engine.*"onnx": device: expected one of/);
  });

  it.skipIf(noSoftwareGpu)("give what the CPU gives", async () => {
    useSoftwareGpu();
    const [actual, expected] = [await trainOn("webgpu"), await trainOn("cpu")];
    expect(actual.device).toBe("webgpu");
    expectAllClose(actual.losses, expected.losses, 1e-5, "losses");
    expectAllClose(actual.prediction, expected.prediction, 1e-5, "prediction");
    for (const what of ["weights", "state"] as const) {
      expect([...actual[what].keys()]).toEqual([...expected[what].keys()]);
      for (const [name, values] of expected[what])
        expectAllClose(actual[what].get(name)!, values, 1e-4, name);
    }
  });
});
