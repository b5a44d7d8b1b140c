import * as tf from "@tensorflow/tfjs";
import type { Batch } from "../batch.js";
import { endsInSoftmax } from "../ends-in-softmax.js";
import type { InferencePlan, TrainingPlan } from "../training-plan.js";
import type { EngineDescription, Predictor, StepResult, TrainingSession } from "./engine.js";
import { requireSlots } from "./slots.js";
import { trainingApply } from "./tfjs-calls.js";
import { countCorrect, meanLoss, penalties, targetsOf } from "./tfjs-loss.js";
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
  const apply = trainingApply(model, plan.seed);

  function trainStepInTidy(batch: Batch, at: { learningRate: number; step: number }): tf.Tensor1D {
    const images = toFloats(model, plan, batch.images, batch.size);
    const classes = model.outputs[0]!.shape[1]!;
    const targets = targetsOf(batch, classes);
    const { sampleWeights } = batch;
    let correct: tf.Tensor = tf.scalar(0);
    let predictions: tf.Tensor | undefined;
    const { value: loss, grads } = tf.variableGrads(
      () => {
        const outputs = apply(images, at.step) as tf.Tensor2D;
        if (plan.outputs) predictions = tf.keep(outputs.flatten());
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
    const numbers = tf.stack([loss, correct.toFloat()]) as tf.Tensor1D;
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
      const [loss, correct] = numbers;
      return { loss: loss!, correct: correct!, ...(plan.outputs && { outputs: numbers.slice(2) }) };
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
      for (const slot of slots.values()) slot.dispose();
      slots.clear();
    },
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
