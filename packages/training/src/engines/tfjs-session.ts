import * as tf from "@tensorflow/tfjs";
import type { Batch } from "../batch.js";
import { endsInSoftmax } from "../ends-in-softmax.js";
import { readWeights } from "../model-weights.js";
import type { InferencePlan, TrainingPlan } from "../training-plan.js";
import type { EngineDescription, Predictor, StepResult, TrainingSession } from "./engine.js";
import { trainingApply } from "./tfjs-calls.js";
import { penalties, tfjsLoss } from "./tfjs-loss.js";
import { TfjsUpdate } from "./tfjs-update.js";

export const description = (): EngineDescription => ({
  name: "tfjs",
  version: tf.version.tfjs,
  device: tf.getBackend(),
});

export const tfjsPredictor = (model: tf.LayersModel, plan: InferencePlan): Predictor => ({
  description: description(),
  predict: (images, size) => predict(model, plan, images, size),
  dispose: async () => undefined,
});

/** Trains the LayersModel in place: its weights are the session's weights. */
export function tfjsSession(model: tf.LayersModel, plan: TrainingPlan): TrainingSession {
  const isSoftmax = endsInSoftmax(model);
  const update = new TfjsUpdate(model, plan.optimizer, plan.gradientNorm);
  const apply = trainingApply(model, plan);

  function trainStepInTidy(batch: Batch, at: { learningRate: number; step: number }): tf.Tensor1D {
    const images = toFloats(model, plan, batch.images, batch.size);
    let correct: tf.Tensor = tf.scalar(0);
    let predictions: tf.Tensor | undefined;
    const { value: loss, grads } = tf.variableGrads(() => {
      const outputs = apply(images, at.step) as tf.Tensor2D;
      if (plan.outputs) predictions = tf.keep(outputs.flatten());
      const ofBatch = tfjsLoss(outputs, batch, plan.loss, isSoftmax);
      correct = ofBatch.correct;
      return tf.add(ofBatch.loss, penalties(model));
    }, update.variables);
    const norm = update.apply(grads, at);
    const numbers = tf.stack([loss, correct.toFloat(), ...(norm ? [norm] : [])]) as tf.Tensor1D;
    const result = predictions ? tf.concat1d([numbers, predictions as tf.Tensor1D]) : numbers;
    tf.dispose([correct, ...(predictions ? [predictions] : [])]);
    return result;
  }

  return {
    description: description(),
    async trainStep(batch, at): Promise<StepResult> {
      const result = tf.tidy(() => namingTfjs(() => trainStepInTidy(batch, at)));
      const numbers = await result.data<"float32">();
      result.dispose();
      const [loss, correct, gradientNorm] = numbers;
      return {
        loss: loss!,
        correct: correct!,
        ...(plan.gradientNorm && { gradientNorm: gradientNorm! }),
        ...(plan.outputs && { outputs: numbers.slice(plan.gradientNorm ? 3 : 2) }),
      };
    },
    predict: (images, size) => predict(model, plan, images, size),
    syncWeights: async () => undefined,
    loadWeights: async () => undefined,
    saveState: () => update.saveState(),
    loadState: async (state) => update.loadState(state),
    async snapshot() {
      const state = { weights: await readWeights(model), slots: await update.saveState() };
      return async () => state;
    },
    dispose: async () => update.dispose(),
  };
}

/** Its own words are about operations; which of them has no gradient is only known when it is asked for one. */
function namingTfjs<T>(compute: () => T): T {
  try {
    return compute();
  } catch (cause) {
    throw new Error(
      `[imgcls/training] TensorFlow.js cannot train this model (${(cause as Error).message}). Use the "onnx" engine, or other layers.`,
      { cause },
    );
  }
}

async function predict(model: tf.LayersModel, plan: InferencePlan, images: Uint8Array, size: number) {
  const outputs = tf.tidy(() => {
    const inputs = toFloats(model, plan, images, size);
    return [model.apply(inputs, { training: false }) as tf.Tensor | tf.Tensor[]].flat()[0]!;
  });
  const values = (await outputs.data<"float32">()).slice();
  outputs.dispose();
  return values;
}

/** `x = (pixel · scale − mean) / std`, `[size, height, width, channels]`. */
function toFloats(
  model: tf.LayersModel,
  { preprocessing: { scale, mean, std }, inputShape }: InferencePlan,
  images: Uint8Array,
  size: number,
): tf.Tensor {
  const shape = [size, ...(inputShape ?? (model.inputs[0]!.shape.slice(1) as number[]))];
  const scaled = tf.mul(tf.tensor(images, shape, "float32"), scale);
  const centred = mean ? tf.sub(scaled, tf.tensor1d([...mean])) : scaled;
  return std ? tf.div(centred, tf.tensor1d([...std])) : centred;
}
