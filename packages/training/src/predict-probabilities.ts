import { type Checks, count, missingProblems, optionProblems } from "@imgcls/checks";
import { type LossConfig, lossProblems, type Preprocessing, preprocessingProblems } from "@imgcls/onnx";
import type { LayersModel } from "@tensorflow/tfjs";
import { dataFormOf, fitsShape, shapeText } from "./data-form.js";
import { chooseEngine } from "./engines/choose-engine.js";
import type { Engine } from "./engines/engine.js";
import { bytesProblems, engineCheck, lossCheck, notAModel, preprocessingCheck } from "./plan-problems.js";
import { imageBatches, predictBatches } from "./predict-batches.js";
import { toProbabilities } from "./to-probabilities.js";
import { requireNone } from "./training-plan.js";

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
 * Throws EngineUnavailableError, and TrainingOptionsError when the images do not have the stated size or the model's shape.
 */
export async function predictProbabilities(
  model: LayersModel,
  images: Uint8Array,
  options: PredictOptions,
): Promise<Float32Array> {
  requireNone(predictProblems(model, images, options), "predictProbabilities");
  const { size, shape, preprocessing, loss, engine, batchSize = 128 } = options;
  const plan = { preprocessing, batchSize: Math.max(1, Math.min(batchSize, size)), inputShape: shape };
  const chosen = engine ?? (await chooseEngine("auto", { task: { model, plan } }));
  const predictor = await chosen.createPredictor(model, plan);
  try {
    const units = model.outputs[0]!.shape.at(-1)!;
    const all = new Float32Array(size * units);
    let done = 0;
    for await (const { batch, outputs } of predictBatches(
      predictor,
      imageBatches(images, size, plan.batchSize),
    )) {
      all.set(outputs, done * units);
      done += batch.size;
    }
    return toProbabilities(all, units, loss);
  } finally {
    await predictor.dispose();
  }
}

const CHECKS: Checks<PredictOptions> = {
  size: {
    expected: "a number of images, 0 or more",
    accepts: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
  },
  shape: {
    expected: "[height, width, channels]",
    accepts: (value) => Array.isArray(value) && value.length === 3 && value.every(count.accepts),
  },
  preprocessing: preprocessingCheck,
  loss: lossCheck,
  engine: engineCheck,
  batchSize: count,
};
const REQUIRED = ["size", "shape", "preprocessing", "loss"] as const;

function predictProblems(model: LayersModel, images: Uint8Array, options: PredictOptions): string[] {
  const problems = [
    ...optionProblems("predictProbabilities", options, CHECKS),
    ...missingProblems("predictProbabilities", options, CHECKS, REQUIRED),
    ...notAModel(model),
    ...bytesProblems("the images", images),
  ];
  if (problems.length > 0) return problems;

  const { size, shape, preprocessing, loss } = options;
  const form = dataFormOf(model);
  problems.push(
    ...lossProblems(loss, form.classes),
    ...preprocessingProblems(preprocessing, form.shape.at(-1) ?? undefined),
  );
  if (!fitsShape(shape, form.shape)) {
    problems.push(
      `expected images of ${shapeText(form.shape)} as the model's input, received ${shapeText(shape)}: resize them first`,
    );
  }
  const bytes = shape.reduce((product, extent) => product * extent, size);
  if (images.length !== bytes) {
    problems.push(`expected ${bytes} bytes for ${size} images of [${shape}], received ${images.length}`);
  }
  return problems;
}
