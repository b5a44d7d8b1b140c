import { buildModel, getPreset } from "@imgcls/architectures";
import { random } from "@imgcls/datasets";
import type { Batch, Engine } from "@imgcls/training";
import { type Case, extentOf } from "./cases.ts";

export interface Effort {
  /** Measured, after the warm-up. */
  readonly steps: number;
  /** The warm-up ends when it had so many steps and so many seconds (default 0). */
  readonly warmUpSteps: number;
  readonly warmUpSeconds?: number;
  /** After this time of measuring no new step is begun. Default: no limit. */
  readonly seconds?: number;
}

export const OPTIMIZER = { type: "sgd", learningRate: 0.01, momentum: 0.9 } as const;

/** Times training steps of one case through the engine's public session; milliseconds of each. */
export async function timeSteps(
  engine: Engine,
  { model, batchSize }: Case,
  effort: Effort,
): Promise<{ engine: string; milliseconds: number[] }> {
  const preset = getPreset(model);
  const session = await engine.createSession(buildModel(preset), {
    batchSize,
    optimizer: OPTIMIZER,
    loss: preset.training.loss,
    preprocessing: preset.preprocessing,
    seed: 1,
  });
  const batch = randomBatch({ model, batchSize });
  const { steps, warmUpSteps, warmUpSeconds = 0, seconds = Number.POSITIVE_INFINITY } = effort;
  let step = 0;
  const timeStep = async (): Promise<number> => {
    const start = performance.now();
    await session.trainStep(batch, { learningRate: OPTIMIZER.learningRate, step });
    step += 1;
    return performance.now() - start;
  };

  let begin = performance.now();
  const elapsed = () => (performance.now() - begin) / 1e3;
  while (step < warmUpSteps || elapsed() < warmUpSeconds) await timeStep();
  begin = performance.now();
  const milliseconds = [await timeStep()];
  while (milliseconds.length < steps && elapsed() < seconds) milliseconds.push(await timeStep());
  const { name, version, device } = session.description;
  await session.dispose();
  return {
    engine: `${name} ${version} (${device})`,
    milliseconds,
  };
}

/** Noise: the time of a step does not depend on what is in the images. */
export function randomImages(model: Case["model"], count: number) {
  const { inputShape, classes } = extentOf(model);
  const draw = random(1, "bench");
  const pixels = inputShape.reduce((product, extent) => product * extent, count);
  return {
    images: Uint8Array.from({ length: pixels }, () => draw.integer(256)),
    labels: Int32Array.from({ length: count }, () => draw.integer(classes)),
  };
}

export const randomBatch = ({ model, batchSize }: Case): Batch => ({
  ...randomImages(model, batchSize),
  size: batchSize,
});
