import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import {
  createModel,
  defaultsForSize,
  featureExtractor,
  formatSummary,
  layerFactory,
  listModels,
  loadPytorchWeights,
  presets,
  replaceHead,
  summarize,
  whitenFirstLayer,
  whiteningKernel,
} from "./index.js";

const small = () =>
  tf.sequential({ layers: [tf.layers.flatten({ inputShape: [2, 2, 1] }), tf.layers.dense({ units: 3 })] });
const images = new Float32Array(4);
const shape = [1, 2, 2, 1] as const;

describe("every function refuses what it does not know, with the nearest name, and all wrong values at once", () => {
  it.each<[string, () => unknown, ...string[]]>([
    [
      "createModel",
      () => createModel("mlp", { num_classes: 3, classes: 1, seed: 0.5, stem: "small" } as never),
      'createModel has no option "num_classes". Did you mean "classes"?',
      "expected createModel.classes to be an integer of at least 2, received 1",
      "expected createModel.seed to be an integer, received 0.5",
      'expected no option "stem", which this architecture lacks, received small',
    ],
    [
      "createModel, of absurd size",
      () => createModel("mlp", { inputShape: [100_000, 100_000, 3] }),
      "expected createModel.inputShape to be three positive integers [height, width, channels], none above 65536, received [100000,100000,3]",
    ],
    ["createModel of null", () => createModel("mlp", null as never), "to be an object, received null"],
    [
      "listModels",
      () => listModels({ families: "vgg", dataset: 3 } as never),
      'listModels has no option "families". Did you mean "family"?',
      "expected listModels.dataset to be a text or a list of texts, received 3",
    ],
    [
      "formatSummary",
      () => formatSummary(summarize(small()), { detail: true } as never),
      'formatSummary has no option "detail". Did you mean "details"?',
    ],
    [
      "replaceHead",
      () => replaceHead(small(), { num_classes: 3 } as never),
      'replaceHead has no option "num_classes". Did you mean "classes"?',
      "expected replaceHead.classes to be a positive integer, received nothing",
    ],
    [
      "featureExtractor",
      () => featureExtractor(small(), { layers: "a" } as never),
      'featureExtractor has no option "layers". Did you mean "layer"?',
    ],
    [
      "loadPytorchWeights",
      () => loadPytorchWeights(small(), new Map(), { ignore: ["aux"] } as never),
      'expected loadPytorchWeights.ignore to be a list of regular expressions, received ["aux"]',
    ],
    [
      "layerFactory",
      () => layerFactory({ weight: "zeros" } as never),
      'layerFactory has no option "weight". Did you mean "weights"?',
      "expected layerFactory.seed to be an integer, received nothing",
    ],
    [
      "whiteningKernel",
      () => whiteningKernel(images, shape, 2, { eps: 1 } as never),
      'whiteningKernel has no option "eps". Did you mean "epsilon"?',
    ],
    [
      "whitenFirstLayer",
      () => whitenFirstLayer(small(), images, shape, { epsilon: -1 }),
      "expected whitenFirstLayer.epsilon to be 0 or more, received -1",
    ],
    [
      "defaultsForSize",
      () => defaultsForSize(presets.mlp.training, { images: 0, imageShape: [8, 8, 1] }),
      "expected defaultsForSize.images to be a positive integer, received 0",
    ],
    [
      "defaultsForSize",
      () =>
        defaultsForSize(presets.mlp.training, { images: 9, imageShape: [8, 8, 1] }, {
          batch_size: 2,
        } as never),
      'defaultsForSize has no option "batch_size". Did you mean "batchSize"?',
    ],
  ])("%s", (_, call, ...problems) => {
    for (const problem of problems) expect(call).toThrow(problem);
  });
});
