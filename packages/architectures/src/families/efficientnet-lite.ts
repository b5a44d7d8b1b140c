import type { SymbolicTensor } from "@tensorflow/tfjs";
import { chain, channelsOf } from "../blocks/chain.js";
import { convNorm } from "../blocks/convolution.js";
import { mobileBlock, type UnitConvention } from "../blocks/mobile-block.js";
import { timmNames } from "../blocks/timm-names.js";
import { heNormalFanOut, truncatedNormal } from "../kernel-initializer.js";
import { type BuildOptions, definePreset, type Preset } from "../preset.js";
import { B0_STAGES, blocksOf } from "./efficientnet-stages.js";
import { IMAGENET, IMAGENET_PREPROCESSING, TENSORFLOW, TENSORFLOW_PREPROCESSING } from "./imagenet.js";
import { multipleOf8 } from "./multiple-of-8.js";

export interface EfficientnetLiteVariant {
  /** Factor of the channels of B0. */
  readonly width: number;
  /** Factor of the blocks of B0 in a stage, except in the first and the last stage. */
  readonly depth: number;
  /** Before the last layer. */
  readonly dropout: number;
  /** Default: PyTorch's padding and normalization. */
  readonly convention?: UnitConvention;
}

/**
 * EfficientNet without squeeze and excitation and with relu6, for integer arithmetic; the first convolution and the last
 * one have the same width in all sizes. timm's layers and names. Logits, `[batch, classes]`. With the small stem the
 * first convolution and the first strided stage have stride 1.
 */
export const efficientnetLite =
  ({ width, depth, dropout, convention = {} }: EfficientnetLiteVariant) =>
  ({ input, classes, layers, stem }: BuildOptions): SymbolicTensor => {
    const stages = B0_STAGES.map(({ filters, repeats, ...stage }, at) => ({
      ...stage,
      filters: multipleOf8(filters * width),
      repeats: at === 0 || at === B0_STAGES.length - 1 ? repeats : Math.ceil(repeats * depth),
    }));
    const activation = "relu6";
    const unit = { ...convention, activation } as const;
    const strides = stem === "small" ? 1 : 2;
    let maps = chain(
      input,
      ...convNorm(layers, {
        ...unit,
        name: "conv_stem",
        normalization: "bn1",
        filters: 32,
        kernelSize: 3,
        strides,
      }),
    );
    for (const { stage, index, expansion, dropRate, ...options } of blocksOf(stages, stem)) {
      const name = `blocks.${stage}.${index}`;
      maps = mobileBlock(layers, maps, {
        ...options,
        activation,
        convention,
        names: timmNames(name, expansion > 1),
        inner: channelsOf(maps) * expansion,
        stochasticDepth: { name: `${name}.drop_path`, rate: dropRate },
      });
    }
    return chain(
      maps,
      ...convNorm(layers, {
        ...unit,
        name: "conv_head",
        normalization: "bn2",
        filters: 1280,
        kernelSize: 1,
      }),
      layers.globalAveragePooling2d({ name: "global_pool" }),
      layers.dropout({ name: "dropout", rate: dropout }),
      layers.dense({ name: "classifier", units: classes, kernelInitializer: truncatedNormal(0.01) }),
    );
  };

const lite = <const Name extends string>(
  name: Name,
  title: string,
  size: number,
  variant: EfficientnetLiteVariant,
  expected: Preset["expected"],
) =>
  definePreset({
    ...IMAGENET,
    name,
    title,
    family: "efficientnet",
    inputShape: [size, size, 3],
    preprocessing: variant.convention === undefined ? IMAGENET_PREPROCESSING : TENSORFLOW_PREPROCESSING,
    options: ["stem"],
    kernelInitializer: heNormalFanOut,
    build: efficientnetLite(variant),
    expected,
    source:
      'Tan and Le, 2019: EfficientNet, arXiv 1905.11946; Lite: Liu, 2020, TensorFlow blog, "Higher accuracy on vision models with EfficientNet-Lite"; as timm',
  });

const LITE0 = { width: 1, depth: 1, dropout: 0.2 } as const;

export const efficientnetLites = {
  "efficientnet-lite0": lite(
    "efficientnet-lite0",
    "EfficientNet-Lite0: relu6, no squeeze and excitation; padding as TensorFlow",
    224,
    { ...LITE0, convention: TENSORFLOW },
    { parameters: 4_694_024, trainableParameters: 4_652_008, multiplyAdds: 385_187_552 },
  ),
  "efficientnet-lite1": lite(
    "efficientnet-lite1",
    "EfficientNet-Lite1: a tenth more blocks",
    240,
    { width: 1, depth: 1.1, dropout: 0.2, convention: TENSORFLOW },
    { parameters: 5_470_344, trainableParameters: 5_416_680, multiplyAdds: 600_185_232 },
  ),
  "efficientnet-lite2": lite(
    "efficientnet-lite2",
    "EfficientNet-Lite2: a fifth more blocks, a tenth more channels",
    260,
    { width: 1.1, depth: 1.2, dropout: 0.3, convention: TENSORFLOW },
    { parameters: 6_150_168, trainableParameters: 6_092_072, multiplyAdds: 859_736_272 },
  ),
  "efficientnet-lite0-timm": lite(
    "efficientnet-lite0-timm",
    "EfficientNet-Lite0 with PyTorch's padding and normalization",
    224,
    LITE0,
    { parameters: 4_694_024, trainableParameters: 4_652_008, multiplyAdds: 385_187_552 },
  ),
};
