import { buildModel, getPreset } from "@imgcls/architectures";
import { batches, createLabeledImages } from "@imgcls/datasets";
import { type Engine, fit } from "@imgcls/training";
import { type Case, extentOf } from "./cases.ts";
import { OPTIMIZER, randomImages } from "./measure.ts";

const WARM_UP_STEPS = 5;

/**
 * Times the steps of one case as a program has them: through `fit`, on shuffled batches of images in memory.
 * Milliseconds from the end of one step to the end of the next, without the first few.
 */
export async function timeFit(
  engine: Engine,
  { model, batchSize }: Case,
  steps: number,
): Promise<{ engine: string; milliseconds: number[] }> {
  const preset = getPreset(model);
  const { inputShape, classes } = extentOf(model);
  const ends: number[] = [];
  const set = createLabeledImages({
    ...randomImages(model, batchSize * (WARM_UP_STEPS + steps)),
    shape: inputShape,
    classNames: Array.from({ length: classes }, (_, index) => String(index)),
  });
  const result = await fit(buildModel(preset, { inputShape, classes, seed: 1 }), {
    train: batches(set, { batchSize, seed: 1 }),
    epochs: 1,
    optimizer: OPTIMIZER,
    loss: preset.training.loss,
    preprocessing: preset.preprocessing,
    engine,
    callbacks: [{ name: "stopwatch", onBatchEnd: () => void ends.push(performance.now()) }],
  });
  const { name, version, device } = result.engine;
  const milliseconds = ends.slice(1).map((end, i) => end - ends[i]!);
  return { engine: `${name} ${version} (${device})`, milliseconds: milliseconds.slice(WARM_UP_STEPS - 1) };
}
