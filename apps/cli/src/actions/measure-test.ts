import { batches, type ImageSet } from "@imgcls/datasets";
import { evaluate } from "@imgcls/evaluation";
import { type Engine, type ModelCard, toProbabilities } from "@imgcls/training";
import type { LayersModel } from "@tensorflow/tfjs";
import type { TestMetrics } from "./model-card.js";

/** Predicting needs no gradients, so a larger batch than the training's is faster. */
export const TEST_BATCH_SIZE = 256;

export interface TestedModel extends Pick<ModelCard, "preprocessing"> {
  readonly model: LayersModel;
  readonly loss: ModelCard["recipe"]["loss"];
}

/** Loss and accuracy on test images, as `imgcls evaluate` measures them. */
export async function measureTest(
  engine: Engine,
  { model, preprocessing, loss }: TestedModel,
  test: ImageSet,
): Promise<TestMetrics> {
  const predictor = await engine.createPredictor(model, { preprocessing, batchSize: TEST_BATCH_SIZE });
  const { classNames, labels } = test;
  try {
    const probabilities = await predictAll(test, async (images, count) =>
      toProbabilities(await predictor.predict(images, count), classNames.length, loss),
    );
    const { loss: mean, accuracy } = evaluate({ probabilities, labels, classNames });
    return { loss: mean, accuracy };
  } finally {
    await predictor.dispose();
  }
}

/**
 * @param predict `[count, height, width, channels]`, 0..255 → probabilities `[count, classes]`
 * @returns `[length, classes]`
 */
export async function predictAll(
  data: ImageSet,
  predict: (images: Uint8Array, count: number) => Promise<Float32Array>,
): Promise<Float32Array> {
  const classes = data.classNames.length;
  const probabilities = new Float32Array(data.length * classes);
  let done = 0;
  for await (const batch of batches(data, { batchSize: TEST_BATCH_SIZE, shuffle: false }).epoch(1)) {
    probabilities.set(await predict(batch.images, batch.size), done * classes);
    done += batch.size;
  }
  return probabilities;
}
