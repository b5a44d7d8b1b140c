/**
 * Trains one of the bench's networks from the same weights on the same batches on several devices, and prints a line of
 * JSON: the losses of each, and how far they are from those of the first.
 *
 *     tsx bench/losses.ts MODEL BATCH STEPS cpu,webgpu,cuda
 */
import { buildModel, getPreset } from "@imgcls/architectures";
import { type OnnxDevice, onnxEngine } from "@imgcls/training";
import { type Case, extentOf } from "./cases.ts";
import { OPTIMIZER, randomBatch } from "./measure.ts";

const [model, batchSize, steps, devices] = process.argv.slice(2) as [Case["model"], string, string, string];
const batch = randomBatch({ model, batchSize: Number(batchSize) } as Case);

async function lossesOn(device: OnnxDevice): Promise<number[]> {
  const preset = getPreset(model);
  // Dropout's bytes are in the order of the graph's feature maps, which has to be the same on all.
  const session = await onnxEngine({
    device,
    lowering: device === "cpu" ? "portable" : undefined,
  }).createSession(buildModel(preset, { ...extentOf(model), seed: 1 }), {
    batchSize: batch.size,
    optimizer: OPTIMIZER,
    loss: preset.training.loss,
    preprocessing: preset.preprocessing,
    seed: 1,
  });
  const losses: number[] = [];
  for (let step = 0; step < Number(steps); step++) {
    const { loss } = await session.trainStep(batch, { learningRate: OPTIMIZER.learningRate, step });
    losses.push(loss);
  }
  await session.dispose();
  return losses;
}

const [reference, ...others] = devices.split(",") as OnnxDevice[];
const expected = await lossesOn(reference!);
const found: Record<string, { losses: number[]; largestDifference: number }> = {};
for (const device of others) {
  const losses = await lossesOn(device);
  const largestDifference = Math.max(...losses.map((loss, i) => Math.abs(loss - expected[i]!)));
  found[device] = { losses, largestDifference };
}
console.log(JSON.stringify({ model, batchSize: batch.size, [reference!]: expected, ...found }));
