import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { chain, classifier, head, stem } from "../test/layer-contract.js";
import { LOWERINGS_OF_SMALL_MODELS } from "../test/lowerings.js";
import { runInference } from "../test/run-step.js";
import {
  compilerOptions,
  expectGradientsOfDifferences,
  expectGradientsOfTfjs,
  expectStepsOfTfjs,
  inferenceOptions,
  OPTIMIZERS,
  openCase,
  type StepCase,
} from "../test/step-case.js";
import { weightsOf } from "../test/test-model.js";
import { compileInference } from "./compile-inference.js";
import { compileTrainingStep, trainingGraph } from "./compile-training-step.js";

const conv = (name: string, filters = 3, kernelSize = 2, padding: "valid" | "same" = "valid") =>
  tf.layers.conv2d({ filters, kernelSize, padding, activation: "tanh", name });
const dense = (name: string, units: number) => tf.layers.dense({ units, activation: "tanh", name });
const softmax = (name: string) => tf.layers.dense({ units: 3, activation: "softmax", name });
const merge = (layer: tf.layers.Layer, parts: tf.SymbolicTensor[]) => layer.apply(parts) as tf.SymbolicTensor;

const graphs: Record<string, Omit<StepCase, "lowering">> = {
  "a residual block with batch normalization and a projected shortcut": {
    inputShape: [5, 6, 2],
    batchSize: 3,
    layers: () => (image) => {
      const input = chain(image, stem(3));
      const normalized = (name: string) => tf.layers.batchNormalization({ name });
      const residual = chain(
        input,
        tf.layers.conv2d({
          filters: 4,
          kernelSize: 3,
          strides: 2,
          padding: "same",
          useBias: false,
          name: "a",
        }),
        normalized("norm_a"),
        tf.layers.activation({ activation: "tanh" }),
        tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: "same", useBias: false, name: "b" }),
        normalized("norm_b"),
      );
      const shortcut = chain(
        input,
        tf.layers.conv2d({ filters: 4, kernelSize: 1, strides: 2, useBias: false, name: "projection" }),
        normalized("norm_c"),
      );
      const sum = merge(tf.layers.add(), [residual, shortcut]);
      return chain(sum, tf.layers.reLU(), tf.layers.globalAveragePooling2d({}), classifier());
    },
  },
  "four branches, concatenated": {
    inputShape: [4, 5, 1],
    layers: () => (image) => {
      const input = chain(image, stem(3));
      const branches = [
        chain(input, conv("one", 2, 1)),
        chain(input, conv("three_in", 2, 1), conv("three", 3, 3, "same")),
        chain(
          input,
          tf.layers.averagePooling2d({ poolSize: 3, strides: 1, padding: "valid" }),
          tf.layers.zeroPadding2d({ padding: 1 }),
          conv("pooled", 2, 1),
        ),
        input,
      ];
      return chain(merge(tf.layers.concatenate(), branches), ...head());
    },
  },
  "a convolution that is called twice": {
    inputShape: [4, 4, 1],
    layers: () => (image) => {
      const shared = conv("shared", 3, 3, "same");
      return chain(image, stem(3), shared, shared, ...head());
    },
  },
  "layers that are shared by two branches": {
    inputShape: [4, 4, 1],
    layers: () => (image) => {
      const shared = [conv("shared", 3), tf.layers.flatten({ name: "rows" }), dense("shared_dense", 4)];
      const branches = ["left", "right"].map((name) => chain(image, conv(name, 2), ...shared));
      return chain(merge(tf.layers.add(), branches), classifier());
    },
  },
  "nested models, one inside the other, one of them called twice": {
    inputShape: [4, 4, 1],
    layers: () => (image) => {
      const block = tf.sequential({
        name: "block",
        layers: [
          tf.layers.conv2d({
            filters: 2,
            kernelSize: 3,
            padding: "same",
            activation: "tanh",
            inputShape: [4, 4, 2],
            name: "inner",
          }),
          tf.layers.batchNormalization({ name: "inner_norm" }),
        ],
      });
      const input = tf.input({ shape: [4, 4, 2] });
      const body = merge(tf.layers.add(), [input, chain(input, block)]);
      const residual = tf.model({ inputs: input, outputs: chain(body, block), name: "residual" });
      return chain(image, stem(2), residual, ...head());
    },
  },
  "auxiliary classifiers with weights of their own": {
    inputShape: [4, 4, 1],
    lossWeights: [1, 0.3, 0.5],
    layers: () => (image) => {
      const first = chain(image, stem(2));
      const second = chain(first, conv("second"));
      const third = chain(second, conv("third"));
      const classes = (input: tf.SymbolicTensor, name: string) =>
        chain(input, tf.layers.globalAveragePooling2d({}), dense(`${name}_features`, 4), softmax(name));
      return [classes(third, "main"), classes(first, "auxiliary_a"), classes(second, "auxiliary_b")];
    },
  },
  "an output that other layers go on from": {
    inputShape: [4, 4, 1],
    layers: () => (image) => {
      const early = chain(image, stem(2), tf.layers.flatten(), softmax("early"));
      return [chain(early, dense("between", 4), softmax("late")), early];
    },
  },
  "a frozen branch beside a trained one": {
    inputShape: [4, 4, 1],
    layers: () => (image) => {
      const frozen = tf.layers.conv2d({ filters: 3, kernelSize: 2, trainable: false, name: "frozen" });
      const branches = [chain(image, frozen), chain(image, conv("trained"))];
      return chain(merge(tf.layers.add(), branches), ...head());
    },
  },
};

describe.each(LOWERINGS_OF_SMALL_MODELS)("$name", ({ lowering }) => {
  describe.each(Object.entries(graphs))("%s", (_, graph) => {
    const stepCase = { ...graph, lowering };

    it("has the gradients of TensorFlow.js", () => expectGradientsOfTfjs(stepCase));
    it("has the gradients of finite differences", () => expectGradientsOfDifferences(stepCase));
    it.each(Object.entries(OPTIMIZERS))("trains as TensorFlow.js does: %s", (_, optimizer) =>
      expectStepsOfTfjs(openCase(stepCase), optimizer),
    );
  });
});

describe("auxiliary classifiers", () => {
  const auxiliary = graphs["auxiliary classifiers with weights of their own"]!;
  const open = openCase({ ...auxiliary, lowering: "portable" });

  it("are no part of inference, nor are their weights", async () => {
    const compiled = compileInference(open.model, inferenceOptions(open));
    expect(compiled.variables.map(({ name }) => name)).not.toContain("auxiliary_a/kernel");
    const { images } = open.batch(0);
    expect(await runInference(compiled, weightsOf(open.model), images)).toHaveLength(open.batchSize * 3);
  });

  it("with a wrong number of weights are refused", () => {
    const options = { ...compilerOptions(open), lossWeights: [1, 2], optimizer: OPTIMIZERS.SGD! };
    expect(() => compileTrainingStep(open.model, options)).toThrow(
      "expected compileTrainingStep.lossWeights to be a list of 3 numbers, one for each output of the model, received [1,2]",
    );
  });
});

it("a frozen branch has no gradient in the graph", () => {
  const { model, ...open } = openCase({
    ...graphs["a frozen branch beside a trained one"]!,
    lowering: "portable",
  });
  const { graph } = trainingGraph(model, { ...compilerOptions(open), optimizer: OPTIMIZERS.SGD! });
  const scopes = new Set(graph.nodes.map(({ scope }) => scope));
  expect(scopes).toContain("trained gradient");
  expect(scopes).not.toContain("frozen gradient");
});
