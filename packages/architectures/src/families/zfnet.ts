import type { SymbolicTensor } from "@tensorflow/tfjs";
import { chain } from "../blocks/chain.js";
import { convolution } from "../blocks/convolution.js";
import { ceilMaxPooling } from "../blocks/pooling.js";
import { truncatedNormal } from "../kernel-initializer.js";
import { type BuildOptions, definePreset } from "../preset.js";
import { IMAGENET, imagenetTraining } from "./imagenet.js";

/**
 * ZFNet: AlexNet with a finer first layer, 7×7 and stride 2. Logits, `[batch, classes]`. Local response
 * normalization stands for the paper's contrast normalization. With the small stem its first two convolutions
 * have stride 1.
 */
export function zfnet({ input, classes, layers, stem }: BuildOptions): SymbolicTensor {
  const conv = (index: number, filters: number, kernelSize: number, strides: number, padding: number) =>
    convolution(layers, {
      name: `conv${index}`,
      filters,
      kernelSize,
      strides,
      padding,
      activation: "relu",
    });
  const [strides, [padding1, padding2]] = stem === "small" ? [1, [3, 2]] : ([2, [1, 0]] as const);
  const pool = (index: number) => ({ name: `pool${index}`, poolSize: 3, strides: 2 });

  let maps = chain(input, ...conv(1, 96, 7, strides, padding1));
  maps = chain(
    ceilMaxPooling(layers, maps, pool(1)),
    layers.localResponseNormalization({ name: "norm1" }),
    ...conv(2, 256, 5, strides, padding2),
  );
  maps = chain(
    ceilMaxPooling(layers, maps, pool(2)),
    layers.localResponseNormalization({ name: "norm2" }),
    ...conv(3, 384, 3, 1, 1),
    ...conv(4, 384, 3, 1, 1),
    ...conv(5, 256, 3, 1, 1),
  );
  return chain(
    ceilMaxPooling(layers, maps, pool(5)),
    layers.flatten(),
    layers.dense({ name: "fc6", units: 4096, activation: "relu" }),
    layers.dropout({ name: "dropout6", rate: 0.5 }),
    layers.dense({ name: "fc7", units: 4096, activation: "relu" }),
    layers.dropout({ name: "dropout7", rate: 0.5 }),
    layers.dense({ name: "fc8", units: classes }),
  );
}

export const zfnets = {
  zfnet: definePreset({
    ...IMAGENET,
    name: "zfnet",
    title: "ZFNet: AlexNet with a finer first layer",
    family: "zfnet",
    options: ["stem"],
    kernelInitializer: truncatedNormal(0.01),
    build: zfnet,
    training: { ...imagenetTraining(0.01), batchSize: 128 },
    expected: { parameters: 62_357_608, trainableParameters: 62_357_608, multiplyAdds: 1_168_032_896 },
    source: "Zeiler and Fergus, 2013: Visualizing and Understanding Convolutional Networks, arXiv 1311.2901",
  }),
};
