import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { createModel } from "../build-model.js";
import { ArchitectureOptionsError } from "../errors.js";
import { summarize } from "../summary/summary.js";
import { loadModel } from "../weights/load-model.js";
import { freeze } from "./freeze.js";
import { featureExtractor, replaceHead } from "./replace-head.js";
import { headModel, withHead } from "./with-head.js";

const small = { inputShape: [16, 16, 3], classes: 5, seed: 1 } as const;
const images = tf.randomUniform<tf.Rank.R4>([2, 16, 16, 3], 0, 1, "float32", 3);
const predictions = (model: tf.LayersModel, inputs: tf.Tensor) =>
  Array.from((model.predict(inputs) as tf.Tensor).dataSync());
const base = () => featureExtractor(createModel("resnet20", small));

it.each([
  ["a logistic regression", { classes: 3 }, 64 * 3 + 3],
  [
    "dense layers before it",
    { classes: 3, hidden: [8, 4], dropout: 0.5 },
    64 * 8 + 8 + 8 * 4 + 4 + 4 * 3 + 3,
  ],
])("a head is %s", (_, options, parameters) => {
  const head = headModel(64, options);
  expect(head.countParams()).toBe(parameters);
  expect(head.outputs[0]?.shape).toEqual([null, 3]);
});

it("a head and a base are one model, which is saved and loaded", async () => {
  const features = base();
  const head = headModel(64, { classes: 3, hidden: [8], dropout: 0.5, seed: 4 });
  head.compile({ optimizer: tf.train.sgd(0.5), loss: tf.losses.softmaxCrossEntropy });
  const computed = features.predict(images) as tf.Tensor;
  await head.fit(computed, tf.oneHot([0, 2], 3).toFloat(), { epochs: 2, verbose: 0 });

  const joined = withHead(features, head);
  expect(joined.name).toBe("resnet20");
  expect(joined.inputs[0]?.shape).toEqual([null, 16, 16, 3]);
  expect(joined.countParams()).toBe(features.countParams() + head.countParams());
  expect(predictions(joined, images)).toEqual(predictions(head, computed));

  const saved = await new Promise<tf.io.ModelArtifacts>((resolve) => {
    void joined.save(
      tf.io.withSaveHandler(async (artifacts) => {
        resolve(artifacts);
        return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
      }),
    );
  });
  const loaded = await loadModel(tf.io.fromMemory(saved));
  expect(predictions(loaded, images)).toEqual(predictions(joined, images));
});

it("a new head on a frozen base is what training changes", () => {
  const features = base();
  freeze(features);
  const joined = withHead(features, { classes: 4 });
  expect(summarize(joined).trainableParameters).toBe(64 * 4 + 4);
  expect(replaceHead(joined, { classes: 7 }).outputs[0]?.shape).toEqual([null, 7]);
});

it("refuses what cannot be joined", () => {
  const model = createModel("resnet20", small);
  expect(() => withHead(featureExtractor(model, { layer: "bn1" }), { classes: 2 })).toThrow(
    "expected a base with features [batch, features], received resnet20-features with [,16,16,16]",
  );
  expect(() => withHead(base(), headModel(32, { classes: 2 }))).toThrow(
    "expected a head for 64 features, received head for [,32]",
  );
  const input = tf.input({ shape: [64] });
  const left = tf.layers.dense({ units: 2 }).apply(input) as tf.SymbolicTensor;
  const right = tf.layers.dense({ units: 2 }).apply(input) as tf.SymbolicTensor;
  const branched = tf.model({
    inputs: input,
    outputs: tf.layers.add().apply([left, right]) as tf.SymbolicTensor,
  });
  expect(() => withHead(base(), branched)).toThrow("expected a head that is a chain of layers");
});

it("refuses options that a head does not have, all at once", () => {
  const make = () => headModel(64, { clases: 2, hidden: [0], dropout: 1.5 } as never);
  expect(make).toThrow(ArchitectureOptionsError);
  expect(make).toThrow(/clases.*Did you mean "classes".*hidden.*dropout/s);
});
