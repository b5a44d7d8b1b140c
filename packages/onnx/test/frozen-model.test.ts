import { expectAllClose, formulaWeight, frozenModel, streamOf } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { compileTrainingStep } from "../src/index.js";
import { chain } from "./layer-contract.js";
import { LOWERINGS_OF_SMALL_MODELS } from "./lowerings.js";
import { runSteps } from "./run-step.js";
import { setWeights, testBatch, weightsOf } from "./test-model.js";

const { batchSize, rate, shape } = frozenModel;

const layers = () => [
  tf.layers.conv2d({ filters: 4, kernelSize: 3, name: "conv" }),
  tf.layers.batchNormalization({ name: "norm" }),
  tf.layers.reLU({}),
  tf.layers.globalAveragePooling2d({}),
];
const end = () => tf.layers.dense({ units: 3, activation: "softmax", name: "end" });

function inner(): tf.LayersModel {
  const image = tf.input({ shape: [...shape] });
  return tf.model({ inputs: image, outputs: chain(image, ...layers()) });
}

/** Keras's ways to put a head on a base. */
const ways: Readonly<Record<string, (base: tf.LayersModel) => tf.LayersModel>> = {
  "the base is called": (base) => {
    const image = tf.input({ shape: [...shape] });
    return tf.model({ inputs: image, outputs: chain(image, base, end()) });
  },
  "the base is the first layer of a Sequential": (base) => tf.sequential({ layers: [base, end()] }),
  "the base's input and output are taken": (base) =>
    tf.model({ inputs: base.inputs, outputs: chain(base.outputs[0]!, end()) }),
};

describe.each(LOWERINGS_OF_SMALL_MODELS)("a model in a model has Keras's losses, $name", ({ lowering }) => {
  describe.each(Object.entries(ways))("%s", (_, compose) => {
    it.each(["frozen", "trained"] as const)("%s", async (state) => {
      const base = inner();
      const model = compose(base);
      base.trainable = state === "trained";
      setWeights(model, (_, shape, name) => {
        const values = formulaWeight(streamOf(name), shape);
        return /gamma|variance/.test(name) ? values.map((value) => 1 + 4 * value) : values;
      });
      const compiled = compileTrainingStep(model, {
        batchSize,
        loss: { type: "sparseCategoricalCrossentropy" },
        optimizer: { type: "sgd", learningRate: rate },
        preprocessing: { scale: 1 / 255 },
        lowering,
      });
      const before = weightsOf(model);
      const batches = frozenModel[state].map((_, step) => testBatch(shape, 3, batchSize, step));
      const { losses, variables } = await runSteps(compiled, before, batches, rate);
      expectAllClose(losses, frozenModel[state], 1e-5, "losses");
      const moved = [...before].filter(([name, values]) => `${values}` !== `${variables.get(name)}`);
      expect(moved.map(([name]) => name).sort()).toEqual(
        state === "frozen" ? ["end/bias", "end/kernel"] : [...before.keys()].sort(),
      );
    });
  });
});
