import * as tf from "@tensorflow/tfjs";
import type { Batch } from "../batch.js";
import type { InferencePlan, TrainingPlan } from "../training-plan.js";
import type { EngineDescription, Predictor, StepResult, TrainingSession } from "./engine.js";
import { randomSeed } from "./random-bytes.js";
import { requireSlots } from "./slots.js";
import { countCorrect, endsInSoftmax, meanLoss, penalties, targetsOf } from "./tfjs-loss.js";
import { clipGradients, tfjsOptimizer } from "./tfjs-optimizers.js";

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
  const optimizer = tfjsOptimizer(plan.optimizer);
  const isSoftmax = endsInSoftmax(model);
  const trained = model.trainableWeights;
  const slots = new Map<string, tf.Variable>();
  for (const { originalName, shape } of trained) {
    for (const slot of optimizer.slotNames) {
      const zeros = tf.tidy(() => tf.variable(tf.zeros(shape as number[]), false));
      slots.set(`${originalName}/${slot}`, zeros);
    }
  }
  const dropout = seededDropout(model, plan.seed);

  function trainStepInTidy(batch: Batch, at: { learningRate: number; step: number }): tf.Tensor1D {
    const images = toFloats(model, plan, batch.images, batch.size);
    const classes = model.outputs[0]!.shape[1]!;
    const targets = targetsOf(batch, classes);
    const { sampleWeights } = batch;
    let correct: tf.Tensor = tf.scalar(0);
    const { value: loss, grads } = tf.variableGrads(
      () => {
        const outputs = model.apply(images, { training: true }) as tf.Tensor2D;
        correct = tf.keep(countCorrect(outputs, targets, plan.loss));
        const ofBatch = meanLoss(outputs, targets, plan.loss, { sampleWeights, endsInSoftmax: isSoftmax });
        return tf.add(ofBatch, penalties(model));
      },
      trained.map((variable) => variable.read() as tf.Variable),
    );
    const reached = trained.filter((variable) => grads[(variable.read() as tf.Variable).name] !== undefined);
    const gradients = clipGradients(
      reached.map((variable) => grads[(variable.read() as tf.Variable).name]!),
      plan.optimizer,
    );
    for (const [i, variable] of reached.entries()) {
      const own = optimizer.slotNames.map((slot) => slots.get(`${variable.originalName}/${slot}`)!);
      const gradient = gradients[i]!;
      const next = optimizer.update({ ...at, weight: variable.read(), gradient, slots: own });
      // write() applies the weight's constraint after the update, as Keras does.
      variable.write(next.weight);
      for (const [slot, tensor] of own.entries()) tensor.assign(next.slots[slot]!);
    }
    const result = tf.stack([loss, correct.toFloat()]) as tf.Tensor1D;
    correct.dispose();
    return result;
  }

  return {
    description: description(),
    async trainStep(batch, at): Promise<StepResult> {
      dropout.prepare(at.step);
      const result = tf.tidy(() => trainStepInTidy(batch, at));
      const [loss, correct] = await result.data<"float32">();
      result.dispose();
      return { loss: loss!, correct: correct! };
    },
    predict: (images, size) => predict(model, plan, images, size),
    syncWeights: async () => undefined,
    loadWeights: async () => undefined,
    async saveState() {
      const entries = [...slots].map(
        async ([name, slot]) => [name, (await slot.data<"float32">()).slice()] as const,
      );
      return new Map(await Promise.all(entries));
    },
    async loadState(state) {
      requireSlots(new Map([...slots].map(([name, { shape }]) => [name, shape])), state);
      tf.tidy(() => {
        for (const [name, slot] of slots) slot.assign(tf.tensor(state.get(name)!, slot.shape, "float32"));
      });
    },
    async dispose() {
      dropout.restore();
      for (const slot of slots.values()) slot.dispose();
      slots.clear();
    },
  };
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

/**
 * Gives every dropout layer a new seed for each step, derived from the training's seed. By itself TensorFlow.js
 * drops at random without a seed, and the same elements in every step with one.
 */
function seededDropout(model: tf.LayersModel, seed: number) {
  const layers = model.layers
    .filter((layer) => layer.getClassName() === "Dropout")
    .map((layer) => ({ layer, original: Reflect.get(layer, "seed") as number | undefined }));
  return {
    prepare(step: number) {
      for (const { layer } of layers) Reflect.set(layer, "seed", randomSeed(seed, layer.name, step));
    },
    restore() {
      for (const { layer, original } of layers) Reflect.set(layer, "seed", original);
    },
  };
}
