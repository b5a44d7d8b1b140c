// What every engine has to do. An engine's own test file is one call of this, plus its peculiarities.
import { expectAllClose } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import type { Batch } from "../src/batch.js";
import { batchLoss } from "../src/batch-loss.js";
import type { Engine } from "../src/engines/engine.js";
import { learningRateAt } from "../src/learning-rate.js";
import { readWeights, type WeightMap, writeWeights } from "../src/model-weights.js";
import type { TrainingPlan } from "../src/training-plan.js";
import { frozenBaseBatch, frozenBaseModel, RATE, WAYS_TO_FREEZE } from "./frozen-base.js";
import keras from "./golden/frozen-base.json" with { type: "json" };
import {
  ADAM,
  CLASSES,
  FROM_LOGITS,
  FROM_PROBABILITIES,
  PREPROCESSING,
  SHAPE,
  smallBatch,
  smallModel,
  smallPlan,
} from "./small-model.js";

const STEPS = 5;
const TOLERANCE = 1e-4;

/** Steps of a session, from step `from` on. */
async function takeSteps(engine: Engine, model: tf.LayersModel, plan: TrainingPlan, steps = STEPS) {
  const session = await engine.createSession(model, plan);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const at = { step, learningRate: learningRateAt(plan.optimizer, step) };
    losses.push((await session.trainStep(smallBatch(8, step), at)).loss);
  }
  await session.syncWeights();
  const slots = await session.saveState();
  await session.dispose();
  return { losses, slots, weights: await readWeights(model) };
}

function expectSameWeights(actual: WeightMap, expected: WeightMap): void {
  expect([...actual.keys()]).toEqual([...expected.keys()]);
  for (const [name, values] of expected) expectAllClose(actual.get(name)!, values, TOLERANCE, name);
}

/** TensorFlow.js's own training, which shares no code with the engines. */
async function trainOnBatches(model: tf.LayersModel, optimizer: tf.Optimizer, fromLogits: boolean) {
  const loss = (labels: tf.Tensor, outputs: tf.Tensor) =>
    fromLogits
      ? tf.losses.softmaxCrossEntropy(labels, outputs)
      : tf.metrics.categoricalCrossentropy(labels, outputs).mean();
  model.compile({ optimizer, loss });
  const losses: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const { images, labels, size } = smallBatch(8, step);
    const { scale, mean, std } = PREPROCESSING;
    const pixels = tf.tensor(Float32Array.from(images), [size, ...SHAPE]);
    const inputs = pixels.mul(scale).sub(tf.tensor1d(mean)).div(tf.tensor1d(std));
    losses.push((await model.trainOnBatch(inputs, tf.oneHot(labels, CLASSES))) as number);
  }
  return { losses, weights: await readWeights(model) };
}

/** All gradients of a batch's loss by TensorFlow.js itself, one behind the other; the model ends in logits. */
function gradientsOfTfjs(model: tf.LayersModel, { images, labels, size }: Batch): number[] {
  return tf.tidy(() => {
    const { scale, mean, std } = PREPROCESSING;
    const pixels = tf.tensor(Float32Array.from(images), [size, ...SHAPE]);
    const inputs = pixels.mul(scale).sub(tf.tensor1d(mean)).div(tf.tensor1d(std));
    const { grads } = tf.variableGrads(() =>
      tf.losses
        .softmaxCrossEntropy(tf.oneHot(labels, CLASSES), model.apply(inputs, { training: true }) as tf.Tensor)
        .asScalar(),
    );
    return model.trainableWeights.flatMap((weight) => [
      ...grads[(weight.read() as tf.Variable).name]!.dataSync(),
    ]);
  });
}

export function testEngine(name: string, create: () => Engine, other: () => Engine): void {
  const cases = [
    {
      what: "SGD",
      optimizer: { type: "sgd", learningRate: 0.1 } as const,
      reference: () => tf.train.sgd(0.1),
    },
    {
      what: "SGD with momentum",
      optimizer: { type: "sgd", learningRate: 0.05, momentum: 0.9 } as const,
      reference: () => tf.train.momentum(0.05, 0.9),
    },
    {
      what: "SGD with Nesterov momentum",
      optimizer: { type: "sgd", learningRate: 0.05, momentum: 0.9, nesterov: true } as const,
      reference: () => tf.train.momentum(0.05, 0.9, true),
    },
    { what: "Adam", optimizer: ADAM, reference: () => tf.train.adam(0.005, 0.9, 0.999, 1e-7) },
  ];

  describe(`engine ${name}`, () => {
    describe.each([true, false])("from logits: %s", (logits) => {
      it.each(cases)(
        "takes the steps of TensorFlow.js's trainOnBatch: $what",
        async ({ optimizer, reference }) => {
          const expected = await trainOnBatches(smallModel({ logits }), reference(), logits);
          const loss = logits ? FROM_LOGITS : FROM_PROBABILITIES;
          const actual = await takeSteps(create(), smallModel({ logits }), smallPlan({ optimizer, loss }));
          expectAllClose(actual.losses, expected.losses, TOLERANCE, "losses");
          expectSameWeights(actual.weights, expected.weights);
        },
      );
    });

    it("agrees with another engine on constraints, decay and optimizer state", async () => {
      const plan = smallPlan();
      const actual = await takeSteps(create(), smallModel({ maxNorm: true }), plan);
      const expected = await takeSteps(other(), smallModel({ maxNorm: true }), plan);
      expectAllClose(actual.losses, expected.losses, TOLERANCE, "losses");
      expectSameWeights(actual.weights, expected.weights);
      expectSameWeights(new Map([...actual.slots].sort()), new Map([...expected.slots].sort()));
    });

    it("keeps max-norm weights within their norm after every update", async () => {
      const optimizer = { type: "sgd", learningRate: 1 } as const;
      const { weights } = await takeSteps(
        create(),
        smallModel({ maxNorm: true }),
        smallPlan({ optimizer }),
        2,
      );
      const [rows, columns] = [weights.get("dense/kernel")!.length / 9, 9];
      const norms = Array.from({ length: columns }, (_, column) =>
        Math.hypot(
          ...Array.from({ length: rows }, (_, row) => weights.get("dense/kernel")![row * columns + column]!),
        ),
      );
      expect(Math.max(...norms)).toBeLessThanOrEqual(0.6 + 1e-5);
      expect(Math.max(...norms)).toBeGreaterThan(0.59);
    });

    it("names the optimizer's tensors after the weights", async () => {
      const adam = await takeSteps(create(), smallModel(), smallPlan({ optimizer: ADAM }), 1);
      const names = [...adam.weights.keys()].flatMap((weight) => [`${weight}/m`, `${weight}/v`]);
      expect([...adam.slots.keys()].sort()).toEqual(names.sort());
    });

    it("predicts what the model predicts, for any batch size", async () => {
      const model = smallModel();
      const session = await create().createSession(model, smallPlan());
      for (const size of [1, 5, 8, 1]) {
        const { images } = smallBatch(size, size);
        const { scale, mean, std } = PREPROCESSING;
        const pixels = tf.tensor(Float32Array.from(images), [size, ...SHAPE]);
        const inputs = pixels.mul(scale).sub(tf.tensor1d(mean)).div(tf.tensor1d(std));
        const expected = (model.predict(inputs) as tf.Tensor).dataSync();
        expectAllClose(await session.predict(images, size), expected, 1e-5, `batch of ${size}`);
      }
      await session.dispose();
    });

    it("predicts with the weights of the last step, before they are synced", async () => {
      const model = smallModel();
      const session = await create().createSession(model, smallPlan());
      const { images, labels } = smallBatch(8, 1);
      const batch = { images, labels, size: 8 };
      const before = batchLoss(await session.predict(images, 8), labels, FROM_PROBABILITIES);
      const first = await session.trainStep(batch, { learningRate: 0.05, step: 0 });
      expect(first.loss).toBeCloseTo(before.lossSum / 8, 5);
      expect(first.correct).toBe(before.correct);
      const after = batchLoss(await session.predict(images, 8), labels, FROM_PROBABILITIES);
      const second = await session.trainStep(batch, { learningRate: 0.05, step: 1 });
      expect(second.loss).toBeCloseTo(after.lossSum / 8, 5);
      await session.dispose();
    });

    it("goes on to the bit from saved weights and state, dropout included", async () => {
      const plan = smallPlan({ optimizer: ADAM });
      const steps = async (session: Awaited<ReturnType<Engine["createSession"]>>, from: number) => {
        const losses: number[] = [];
        for (let step = from; step < from + 3; step++) {
          losses.push((await session.trainStep(smallBatch(8, step), { learningRate: 0.005, step })).loss);
        }
        return losses;
      };
      const model = smallModel({ dropout: true, maxNorm: true });
      const session = await create().createSession(model, plan);
      await steps(session, 0);
      await session.syncWeights();
      const [weights, state] = [await readWeights(model), await session.saveState()];
      const expected = await steps(session, 3);
      await session.dispose();

      const copy = smallModel({ dropout: true, maxNorm: true, seed: 9 });
      const resumed = await create().createSession(copy, plan);
      writeWeights(copy, weights);
      await resumed.loadWeights();
      await resumed.loadState(state);
      expect(await steps(resumed, 3)).toEqual(expected);
      await resumed.dispose();
    });

    it("gives snapshots of their moment, read while steps go on", async () => {
      const model = smallModel();
      const session = await create().createSession(model, smallPlan());
      const step = (at: number) => session.trainStep(smallBatch(8, at), { learningRate: 0.01, step: at });
      await step(0);
      await session.syncWeights();
      const expected = { weights: await readWeights(model), slots: await session.saveState() };
      const [first, second] = [await session.snapshot(), await session.snapshot()];
      await step(1);
      expect(await first()).toEqual(expected);
      const [, read] = await Promise.all([step(2), second()]);
      expect(read).toEqual(expected);
      await session.dispose();
    });

    it("gives the norm of TensorFlow.js's gradients, of their mean where they are accumulated", async () => {
      const batches = [smallBatch(8, 0), smallBatch(8, 1)];
      const model = smallModel({ logits: true });
      const gradients = batches.map((batch) => gradientsOfTfjs(model, batch));
      const mean = gradients[0]!.map((value, i) => (value + gradients[1]![i]!) / 2);
      const expected = [Math.hypot(...gradients[0]!), Math.hypot(...mean)];

      const optimizer = { type: "sgd", learningRate: 0.1, clipNorm: 1e-3 } as const;
      const norms = async (changes: Partial<TrainingPlan>) => {
        const plan = smallPlan({ optimizer, loss: FROM_LOGITS, ...changes });
        const session = await create().createSession(smallModel({ logits: true }), plan);
        const results = [];
        for (const [step, batch] of batches.entries()) {
          results.push((await session.trainStep(batch, { step, learningRate: 0.1 })).gradientNorm);
        }
        await session.dispose();
        return results;
      };
      const [first] = await norms({ gradientNorm: true, outputs: true });
      const accumulated = { ...optimizer, gradientAccumulationSteps: 2 };
      const [, second] = await norms({ gradientNorm: true, optimizer: accumulated });
      expectAllClose([first!, second!], expected, TOLERANCE, "norms");
      expect(await norms({})).toEqual([undefined, undefined]);
    });

    it("refuses a state of another optimizer and names what is missing", async () => {
      const session = await create().createSession(smallModel(), smallPlan({ optimizer: ADAM }));
      await expect(session.loadState(new Map())).rejects.toThrow(/"conv2d\/kernel\/m": expected \[3,3,3,6\]/);
      await session.dispose();
    });

    it("leaves frozen layers as they are", async () => {
      const model = smallModel();
      model.getLayer("conv2d").trainable = false;
      const before = await readWeights(model);
      const { weights } = await takeSteps(create(), model, smallPlan());
      expect(weights.get("conv2d/kernel")).toEqual(before.get("conv2d/kernel"));
      expect(weights.get("dense/kernel")).not.toEqual(before.get("dense/kernel"));
    });

    it.each(WAYS_TO_FREEZE)("keeps the averages of a frozen base, as Keras 3 does: %s", async (way) => {
      const model = frozenBaseModel(way);
      const before = await readWeights(model);
      const optimizer = { type: "sgd", learningRate: RATE } as const;
      const plan = smallPlan({ optimizer, preprocessing: { scale: 1 / 255 } });
      const session = await create().createSession(model, plan);
      const losses: number[] = [];
      for (const step of keras.losses.keys()) {
        losses.push((await session.trainStep(frozenBaseBatch(step), { step, learningRate: RATE })).loss);
      }
      await session.syncWeights();
      await session.dispose();
      const after = await readWeights(model);
      expectAllClose(losses, keras.losses, 1e-5, "losses");
      expectAllClose(after.get("head/bias")!, keras.bias, 1e-5, "bias");
      for (const [name, values] of before) {
        if (!name.startsWith("head")) expect(after.get(name), name).toEqual(values);
      }
    });

    it("keeps no TensorFlow.js tensors, neither while it runs nor after", async () => {
      const model = smallModel({ dropout: true });
      const before = tf.memory().numTensors;
      const session = await create().createSession(model, smallPlan());
      const at = { learningRate: 0.01, step: 0 };
      await session.trainStep(smallBatch(8, 1), at);
      const running = tf.memory().numTensors;
      for (let step = 1; step < 6; step++) {
        await session.trainStep(smallBatch(step === 5 ? 3 : 8, step), { ...at, step });
        await session.predict(smallBatch(4, 1).images, 4);
        await session.syncWeights();
        await session.loadWeights();
        await session.loadState(await session.saveState());
      }
      expect(tf.memory().numTensors).toBe(running);
      await session.dispose();
      expect(tf.memory().numTensors).toBe(before);
    });

    it("says what it is", async () => {
      const predictor = await create().createPredictor(smallModel(), smallPlan());
      const { description } = predictor;
      await predictor.dispose();
      expect(description.name).toBe(name);
      expect(description.version).toMatch(/^\d+\.\d+\.\d+/);
      expect(description.device).not.toBe("");
    });
  });
}
