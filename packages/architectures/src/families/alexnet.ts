import type { SymbolicTensor } from "@tensorflow/tfjs";
import { chain } from "../blocks/chain.js";
import { convolution } from "../blocks/convolution.js";
import { pytorchUniform, truncatedNormal } from "../kernel-initializer.js";
import { type BuildOptions, definePreset } from "../preset.js";
import { IMAGENET, imagenetTraining } from "./imagenet.js";

/** Overlapping max pooling, as all AlexNets and ZFNet have it. */
const POOL = { poolSize: 3, strides: 2 } as const;

/**
 * AlexNet as torchvision has it: one column, 64 filters at first, no normalization (Krizhevsky, 2014). Logits,
 * `[batch, classes]`. The small stem moves its first convolution by 1 pixel, not by 4. The first dense layer
 * reads all maps, 6×6 for images of 224×224.
 */
export function alexnet({ input, classes, layers, stem }: BuildOptions): SymbolicTensor {
  const conv = (index: number, filters: number, kernelSize: number, strides = 1, padding = 1) =>
    convolution(layers, {
      name: `features.${index}`,
      filters,
      kernelSize,
      strides,
      padding,
      activation: "relu",
    });
  const dense = (index: number, units: number) =>
    layers.dense({ name: `classifier.${index}`, units, activation: "relu" });
  return chain(
    input,
    ...(stem === "small" ? conv(0, 64, 11, 1, 5) : conv(0, 64, 11, 4, 2)),
    layers.maxPooling2d({ name: "features.2", ...POOL }),
    ...conv(3, 192, 5, 1, 2),
    layers.maxPooling2d({ name: "features.5", ...POOL }),
    ...conv(6, 384, 3),
    ...conv(8, 256, 3),
    ...conv(10, 256, 3),
    layers.maxPooling2d({ name: "features.12", ...POOL }),
    layers.flatten(),
    layers.dropout({ name: "classifier.0", rate: 0.5 }),
    dense(1, 4096),
    layers.dropout({ name: "classifier.3", rate: 0.5 }),
    dense(4, 4096),
    layers.dense({ name: "classifier.6", units: classes }),
  );
}

/**
 * AlexNet as published: 96 filters at first, local response normalization, and convolutions in two groups that
 * were on two graphics cards. Logits, `[batch, classes]`. The small stem moves its first convolution by 1 pixel.
 */
export function alexnet2012({ input, classes, layers, stem }: BuildOptions): SymbolicTensor {
  const relu = { activation: "relu", initialBias: 1 } as const;
  const conv = (index: number, filters: number, kernelSize: number, groups = 1, initialBias = 1) =>
    convolution(layers, { ...relu, name: `conv${index}`, filters, kernelSize, groups, initialBias });
  const pool = (index: number) => layers.maxPooling2d({ name: `pool${index}`, ...POOL });
  const [strides, padding] = stem === "small" ? [1, 5] : [4, 2];
  return chain(
    input,
    ...convolution(layers, {
      name: "conv1",
      filters: 96,
      kernelSize: 11,
      strides,
      padding,
      activation: "relu",
    }),
    layers.localResponseNormalization({ name: "norm1" }),
    pool(1),
    ...conv(2, 256, 5, 2),
    layers.localResponseNormalization({ name: "norm2" }),
    pool(2),
    ...conv(3, 384, 3, 1, 0),
    ...conv(4, 384, 3, 2),
    ...conv(5, 256, 3, 2),
    pool(5),
    layers.flatten(),
    layers.dense({ ...relu, name: "fc6", units: 4096 }),
    layers.dropout({ name: "dropout6", rate: 0.5 }),
    layers.dense({ ...relu, name: "fc7", units: 4096 }),
    layers.dropout({ name: "dropout7", rate: 0.5 }),
    layers.dense({ name: "fc8", units: classes }),
  );
}

export const alexnets = {
  alexnet: definePreset({
    ...IMAGENET,
    name: "alexnet",
    title: "AlexNet in one column, as torchvision",
    family: "alexnet",
    options: ["stem"],
    kernelInitializer: pytorchUniform,
    build: alexnet,
    training: imagenetTraining(0.01),
    expected: { parameters: 61_100_840, trainableParameters: 61_100_840, multiplyAdds: 714_188_480 },
    source:
      "Krizhevsky, 2014: One Weird Trick for Parallelizing Convolutional Neural Networks, arXiv 1404.5997",
  }),
  "alexnet-2012": definePreset({
    ...IMAGENET,
    name: "alexnet-2012",
    title: "AlexNet as published: grouped convolutions and local response normalization",
    family: "alexnet",
    options: ["stem"],
    kernelInitializer: truncatedNormal(0.01),
    build: alexnet2012,
    training: { ...imagenetTraining(0.01), batchSize: 128 },
    expected: { parameters: 60_965_224, trainableParameters: 60_965_224, multiplyAdds: 724_406_816 },
    source:
      "Krizhevsky, Sutskever and Hinton, 2012: ImageNet Classification with Deep Convolutional Neural Networks",
  }),
};
