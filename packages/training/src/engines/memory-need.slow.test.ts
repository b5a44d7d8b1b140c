import { readFileSync, writeFileSync } from "node:fs";
import { buildModel } from "@imgcls/architectures";
import { expect, it } from "vitest";
import { onnxEngine } from "./onnx.js";

/** Of this process, in bytes: VmRSS now, VmHWM at most. */
const memory = (key: "VmRSS" | "VmHWM"): number =>
  1024 * Number(new RegExp(`^${key}:\\s+(\\d+)`, "m").exec(readFileSync("/proc/self/status", "utf8"))?.[1]);

it.skipIf(process.platform !== "linux").each([
  ["resnet20", 64, 128],
  ["mobilenet-v2", 64, 32],
  ["vgg11", 64, 32],
] as const)(
  "%s at %i pixels, batch %i: the process grows by what was estimated",
  async (name, side, batchSize) => {
    const model = buildModel(name, { inputShape: [side, side, 3], classes: 10, seed: 1 });
    const engine = onnxEngine({ threads: 2 });
    await engine.unavailableReason();
    // Forgets the highest mark so far.
    writeFileSync("/proc/self/clear_refs", "5");
    const before = memory("VmRSS");
    const session = await engine.createSession(model, {
      batchSize,
      preprocessing: { scale: 1 / 255 },
      loss: { type: "categoricalCrossentropy", fromLogits: true },
      optimizer: { type: "sgd", learningRate: 0.01, momentum: 0.9 },
      seed: 1,
    });
    const images = new Uint8Array(batchSize * side * side * 3);
    const labels = new Int32Array(batchSize);
    for (let step = 0; step < 3; step++) {
      await session.trainStep({ images, labels, size: batchSize }, { learningRate: 0.01, step });
    }
    const grown = memory("VmHWM") - before;
    const { total } = session.memory!.needed;
    await session.dispose();
    expect(total / grown).toBeGreaterThan(0.8);
    expect(total / grown).toBeLessThan(1.25);
  },
);
