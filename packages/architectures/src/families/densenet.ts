import type { SymbolicTensor } from "@tensorflow/tfjs";
import { chain, channelsOf, join } from "../blocks/chain.js";
import { convNorm, convolution, normActivation } from "../blocks/convolution.js";
import { heNormal, pytorchUniform } from "../kernel-initializer.js";
import type { LayerFactory } from "../layer-factory.js";
import { type BuildOptions, definePreset, type Preset } from "../preset.js";
import { CIFAR } from "./cifar.js";
import { IMAGENET } from "./imagenet.js";

export interface DensenetVariant {
  /** Layers in each dense block. */
  readonly depths: readonly number[];
  /** Channels that every layer adds. */
  readonly growth: number;
  readonly firstFilters: number;
}

/** The 1×1 convolution before each 3×3 one has so many times the growth's filters. */
const BOTTLENECK = 4;

/**
 * DenseNet-BC with torchvision's layers and names: every layer of a block sees all before it, transitions halve
 * the channels. Logits, `[batch, classes]`. The small stem is a 3×3 convolution of stride 1.
 */
export const densenet =
  ({ depths, growth, firstFilters }: DensenetVariant) =>
  ({ input, classes, layers, stem }: BuildOptions): SymbolicTensor => {
    const conv0 = { name: "features.conv0", filters: firstFilters };
    const normalization = "features.norm0";
    let maps =
      stem === "small"
        ? chain(input, ...convolution(layers, { ...conv0, kernelSize: 3, useBias: false }))
        : chain(
            input,
            ...convNorm(layers, { ...conv0, normalization, kernelSize: 7, strides: 2, activation: "relu" }),
            layers.zeroPadding2d({ name: "features.pool0.pad" }),
            layers.maxPooling2d({ name: "features.pool0", poolSize: 3, strides: 2 }),
          );
    for (const [block, depth] of depths.entries()) {
      for (let index = 1; index <= depth; index++) {
        const name = `features.denseblock${block + 1}.denselayer${index}`;
        maps = denseLayer(layers, maps, name, growth);
      }
      if (block < depths.length - 1) maps = transition(layers, maps, `features.transition${block + 1}`);
    }
    return chain(
      maps,
      ...normActivation(layers, { name: "features.norm5", activation: "relu" }),
      layers.globalAveragePooling2d({ name: "avgpool" }),
      layers.dense({ name: "classifier", units: classes, kernelInitializer: pytorchUniform }),
    );
  };

/** The input with `growth` channels more. */
export function denseLayer(
  layers: LayerFactory,
  maps: SymbolicTensor,
  name: string,
  growth: number,
): SymbolicTensor {
  const conv = (index: 1 | 2, filters: number, kernelSize: number) => [
    ...normActivation(layers, { name: `${name}.norm${index}`, activation: "relu" }),
    ...convolution(layers, { name: `${name}.conv${index}`, filters, kernelSize, useBias: false }),
  ];
  const added = chain(maps, ...conv(1, BOTTLENECK * growth, 1), ...conv(2, growth, 3));
  return join(layers.concatenate({ name }), maps, added);
}

/** Half the channels, half the height and width. */
const transition = (layers: LayerFactory, maps: SymbolicTensor, name: string): SymbolicTensor =>
  chain(
    maps,
    ...normActivation(layers, { name: `${name}.norm`, activation: "relu" }),
    ...convolution(layers, {
      name: `${name}.conv`,
      filters: Math.floor(channelsOf(maps) / 2),
      kernelSize: 1,
      useBias: false,
    }),
    layers.averagePooling2d({ name: `${name}.pool`, poolSize: 2 }),
  );

const SOURCE =
  "Huang, Liu, van der Maaten and Weinberger, 2016: Densely Connected Convolutional Networks, arXiv 1608.06993";

const imagenetDensenet = <const Name extends string>(
  name: Name,
  depths: readonly number[],
  expected: Preset["expected"],
) =>
  definePreset({
    ...IMAGENET,
    name,
    title: `DenseNet-BC of ${name.replace("densenet", "")} layers, growth 32`,
    family: "densenet",
    options: ["stem"],
    kernelInitializer: heNormal,
    build: densenet({ depths, growth: 32, firstFilters: 64 }),
    expected,
    source: `${SOURCE}; as torchvision`,
  });

export const densenets = {
  densenet121: imagenetDensenet("densenet121", [6, 12, 24, 16], {
    parameters: 8_062_504,
    trainableParameters: 7_978_856,
    multiplyAdds: 2_834_161_664,
  }),
  densenet169: imagenetDensenet("densenet169", [6, 12, 32, 32], {
    parameters: 14_307_880,
    trainableParameters: 14_149_480,
    multiplyAdds: 3_359_843_328,
  }),
  densenet201: imagenetDensenet("densenet201", [6, 12, 48, 32], {
    parameters: 20_242_984,
    trainableParameters: 20_013_928,
    multiplyAdds: 4_291_365_888,
  }),
  "densenet-bc-100-12": definePreset({
    ...CIFAR,
    name: "densenet-bc-100-12",
    title: "DenseNet-BC of 100 layers for small images, growth 12",
    family: "densenet",
    kernelInitializer: heNormal,
    build: (options) =>
      densenet({ depths: [16, 16, 16], growth: 12, firstFilters: 24 })({ ...options, stem: "small" }),
    training: { ...CIFAR.training, batchSize: 64, epochs: 300 },
    expected: {
      parameters: 793_150,
      trainableParameters: 769_162,
      multiplyAdds: 287_929_692,
      testAccuracy: 0.9549,
    },
    source: SOURCE,
  }),
};
