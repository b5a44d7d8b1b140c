import type { SymbolicTensor } from "@tensorflow/tfjs";
import { chain, channelsOf } from "../blocks/chain.js";
import { convNorm, depthwiseNorm } from "../blocks/convolution.js";
import { mobileBlock } from "../blocks/mobile-block.js";
import { glorotUniform, heNormalFanOut, truncatedNormal } from "../kernel-initializer.js";
import type { LayerFactory } from "../layer-factory.js";
import { type BuildOptions, definePreset } from "../preset.js";
import { IMAGENET } from "./imagenet.js";

/** Keras's batch normalization, which its MobileNet V1 uses. */
const KERAS = { epsilon: 1e-3, momentum: 0.99, activation: "relu6" } as const;

/** Filters and stride of each depthwise separable convolution of MobileNet V1. */
const V1_BLOCKS: readonly (readonly [filters: number, strides: number])[] = [
  ...([
    [64, 1],
    [128, 2],
    [128, 1],
    [256, 2],
    [256, 1],
    [512, 2],
  ] as const),
  ...([
    [512, 1],
    [512, 1],
    [512, 1],
    [512, 1],
    [512, 1],
    [1024, 2],
    [1024, 1],
  ] as const),
];

/**
 * MobileNet V1 with Keras's layers and names. Logits, `[batch, classes]`. With the small stem the first convolution
 * and the first strided block have stride 1.
 */
export function mobilenetV1({ input, classes, layers, stem }: BuildOptions): SymbolicTensor {
  const isSmall = stem === "small";
  const firstStrided = V1_BLOCKS.findIndex(([, strides]) => strides === 2);
  const blocks = V1_BLOCKS.flatMap(([filters, strides], at) => {
    const names = (kind: string) => ({
      name: `conv_${kind}_${at + 1}`,
      normalization: `conv_${kind}_${at + 1}_bn`,
    });
    const stride = isSmall && at === firstStrided ? 1 : strides;
    return [
      ...depthwiseNorm(layers, { ...KERAS, ...names("dw"), kernelSize: 3, strides: stride }),
      ...convNorm(layers, { ...KERAS, ...names("pw"), filters, kernelSize: 1 }),
    ];
  });
  return chain(
    input,
    ...convNorm(layers, {
      ...KERAS,
      name: "conv1",
      normalization: "conv1_bn",
      filters: 32,
      kernelSize: 3,
      strides: isSmall ? 1 : 2,
    }),
    ...blocks,
    layers.globalAveragePooling2d({ name: "avgpool" }),
    layers.dropout({ name: "dropout", rate: 1e-3 }),
    layers.dense({ name: "conv_preds", units: classes }),
  );
}

interface V2Stage {
  /** The 1×1 convolution before the depthwise one multiplies the channels. */
  readonly expansion: number;
  readonly filters: number;
  readonly repeats: number;
  readonly strides: number;
}

/** Table 2 of the paper. */
const V2_STAGES: readonly V2Stage[] = [
  { expansion: 1, filters: 16, repeats: 1, strides: 1 },
  { expansion: 6, filters: 24, repeats: 2, strides: 2 },
  { expansion: 6, filters: 32, repeats: 3, strides: 2 },
  { expansion: 6, filters: 64, repeats: 4, strides: 2 },
  { expansion: 6, filters: 96, repeats: 3, strides: 1 },
  { expansion: 6, filters: 160, repeats: 3, strides: 2 },
  { expansion: 6, filters: 320, repeats: 1, strides: 1 },
];

/**
 * MobileNet V2 with torchvision's layers and names. Logits, `[batch, classes]`. With the small stem the first
 * convolution and the first strided stage have stride 1.
 */
export function mobilenetV2({ input, classes, layers, stem }: BuildOptions): SymbolicTensor {
  const isSmall = stem === "small";
  const activation = "relu6";
  const end = (name: string) => ({ name: `${name}.0`, normalization: `${name}.1`, activation }) as const;
  let maps = chain(
    input,
    ...convNorm(layers, { ...end("features.0"), filters: 32, kernelSize: 3, strides: isSmall ? 1 : 2 }),
  );
  let index = 1;
  for (const [stage, { expansion, filters, repeats, strides }] of V2_STAGES.entries()) {
    for (let repeat = 0; repeat < repeats; repeat++) {
      maps = invertedResidual(layers, maps, {
        name: `features.${index}.conv`,
        filters,
        expansion,
        strides: repeat > 0 || (isSmall && stage === 1) ? 1 : strides,
      });
      index += 1;
    }
  }
  return chain(
    maps,
    ...convNorm(layers, { ...end(`features.${index}`), filters: 1280, kernelSize: 1 }),
    layers.globalAveragePooling2d({ name: "avgpool" }),
    layers.dropout({ name: "classifier.0", rate: 0.2 }),
    layers.dense({ name: "classifier.1", units: classes, kernelInitializer: truncatedNormal(0.01) }),
  );
}

interface InvertedResidualOptions {
  readonly name: string;
  readonly filters: number;
  readonly expansion: number;
  readonly strides: number;
}

/** Wide inside, narrow and linear at the ends, which the shortcut joins (Sandler et al., 2018). */
export function invertedResidual(
  layers: LayerFactory,
  maps: SymbolicTensor,
  { name, filters, expansion, strides }: InvertedResidualOptions,
): SymbolicTensor {
  const unit = (at: number) => [`${name}.${at}.0`, `${name}.${at}.1`] as const;
  const depthwise = expansion === 1 ? 0 : 1;
  return mobileBlock(layers, maps, {
    names: {
      ...(expansion === 1 ? {} : { expand: unit(0) }),
      depthwise: unit(depthwise),
      project: [`${name}.${depthwise + 1}`, `${name}.${depthwise + 2}`],
    },
    inner: channelsOf(maps) * expansion,
    kernelSize: 3,
    strides,
    filters,
    activation: "relu6",
  });
}

export const mobilenets = {
  "mobilenet-v1": definePreset({
    ...IMAGENET,
    name: "mobilenet-v1",
    title: "MobileNet V1: depthwise separable convolutions",
    family: "mobilenet",
    options: ["stem"],
    kernelInitializer: glorotUniform,
    build: mobilenetV1,
    expected: { parameters: 4_253_864, trainableParameters: 4_231_976, multiplyAdds: 568_740_352 },
    source: "Howard et al., 2017: MobileNets, arXiv 1704.04861; as Keras",
  }),
  "mobilenet-v2": definePreset({
    ...IMAGENET,
    name: "mobilenet-v2",
    title: "MobileNet V2: inverted residuals",
    family: "mobilenet",
    options: ["stem"],
    kernelInitializer: heNormalFanOut,
    build: mobilenetV2,
    expected: { parameters: 3_538_984, trainableParameters: 3_504_872, multiplyAdds: 300_774_272 },
    source: "Sandler et al., 2018: MobileNetV2, arXiv 1801.04381; as torchvision",
  }),
};
