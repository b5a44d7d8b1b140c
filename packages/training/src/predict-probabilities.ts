import type { LossConfig, Preprocessing } from "@imgcls/onnx";
import type { LayersModel } from "@tensorflow/tfjs";
import { toProbabilities } from "./batch-loss.js";
import { chooseEngine } from "./engines/choose-engine.js";
import type { Engine } from "./engines/engine.js";
import { eventLoopTurns } from "./event-loop.js";

export interface PredictOptions {
  /** How many images. */
  readonly size: number;
  /** `[height, width, channels]` of one. */
  readonly shape: readonly number[];
  readonly preprocessing: Preprocessing;
  /** The loss the model was trained with: with `fromLogits` a softmax is applied. */
  readonly loss: LossConfig;
  /** Default: the fastest that can run this model here. */
  readonly engine?: Engine;
  /** Default 128. */
  readonly batchSize?: number;
}

/**
 * Class probabilities `[size, classes]` of images `[size, height, width, channels]`, 0..255; of a model with one output, for
 * two classes, `[size, 2]`.
 * Throws EngineUnavailableError, and an Error when the images do not have the stated size or the model's shape.
 */
export async function predictProbabilities(
  model: LayersModel,
  images: Uint8Array,
  { size, shape, preprocessing, loss, engine, batchSize = 128 }: PredictOptions,
): Promise<Float32Array> {
  requireImages(model, images, size, shape);
  const plan = { preprocessing, batchSize: Math.max(1, Math.min(batchSize, size)), inputShape: shape };
  const chosen = engine ?? (await chooseEngine("auto", { task: { model, plan } }));
  const predictor = await chosen.createPredictor(model, plan);
  try {
    const turn = eventLoopTurns();
    const units = model.outputs[0]!.shape.at(-1)!;
    const pixels = shape.reduce((product, extent) => product * extent, 1);
    const outputs = new Float32Array(size * units);
    for (let start = 0; start < size; start += plan.batchSize) {
      const end = Math.min(start + plan.batchSize, size);
      const batch = images.subarray(start * pixels, end * pixels);
      outputs.set(await predictor.predict(batch, end - start), start * units);
      await turn();
    }
    return toProbabilities(outputs, units, loss);
  } finally {
    await predictor.dispose();
  }
}

function requireImages(model: LayersModel, images: Uint8Array, size: number, shape: readonly number[]): void {
  const expected = model.inputs[0]!.shape.slice(1);
  const problems: string[] = [];
  if (
    expected.length !== shape.length ||
    expected.some((extent, axis) => extent !== null && extent !== shape[axis])
  ) {
    problems.push(`expected images of [${expected}] as the model's input, received [${shape}]`);
  }
  const bytes = shape.reduce((product, extent) => product * extent, size);
  if (images.length !== bytes) {
    problems.push(`expected ${bytes} bytes for ${size} images of [${shape}], received ${images.length}`);
  }
  if (problems.length > 0) {
    throw new Error(
      `[imgcls/training] predictProbabilities: ${problems.join("; ")}. Resize the images first.`,
    );
  }
}
