import { buildModel, getPreset } from "@imgcls/architectures";
import { random } from "@imgcls/datasets";
import type { Batch, Engine } from "@imgcls/training";
import { type Case, type Measurement, median } from "./cases.ts";

export interface Effort {
  /** Measured, after the warm-up. */
  readonly steps: number;
  readonly warmUpSteps: number;
  /** No new step is begun after this time, once one was measured. Default: no limit. */
  readonly seconds?: number;
}

export const OPTIMIZER = { type: "sgd", learningRate: 0.01, momentum: 0.9 } as const;

/** Times training steps of one case through the engine's public session. */
export async function measureSteps(
  engine: Engine,
  { model, batchSize }: Case,
  effort: Effort,
): Promise<Measurement> {
  const preset = getPreset(model);
  const session = await engine.createSession(buildModel(preset), {
    batchSize,
    optimizer: OPTIMIZER,
    loss: preset.training.loss,
    preprocessing: preset.preprocessing,
    seed: 1,
  });
  const batch = randomBatch({ model, batchSize });
  const milliseconds: number[] = [];
  const begin = performance.now();
  for (let step = 0; step < effort.warmUpSteps + effort.steps; step++) {
    const start = performance.now();
    if (step > effort.warmUpSteps && (start - begin) / 1e3 > (effort.seconds ?? Number.POSITIVE_INFINITY))
      break;
    await session.trainStep(batch, { learningRate: OPTIMIZER.learningRate, step });
    milliseconds.push(performance.now() - start);
  }
  const { name, version, device } = session.description;
  await session.dispose();
  return {
    engine: `${name} ${version} (${device})`,
    msPerStep: median(milliseconds.slice(effort.warmUpSteps)),
  };
}

/** Noise: the time of a step does not depend on what is in the images. */
export function randomBatch({ model, batchSize }: Case): Batch {
  const { inputShape, classes } = getPreset(model);
  const draw = random(1, "bench");
  const pixels = inputShape.reduce((product, extent) => product * extent, batchSize);
  return {
    images: Uint8Array.from({ length: pixels }, () => draw.integer(256)),
    labels: Int32Array.from({ length: batchSize }, () => draw.integer(classes)),
    size: batchSize,
  };
}
