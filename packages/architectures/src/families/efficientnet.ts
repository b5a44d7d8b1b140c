import type { SymbolicTensor } from "@tensorflow/tfjs";
import { chain, channelsOf } from "../blocks/chain.js";
import { convNorm } from "../blocks/convolution.js";
import { mobileBlock } from "../blocks/mobile-block.js";
import { heNormalFanOut, truncatedNormal } from "../kernel-initializer.js";
import type { LayerFactory } from "../layer-factory.js";
import { type BuildOptions, definePreset } from "../preset.js";
import { B0_STAGES, blocksOf, type Stage } from "./efficientnet-stages.js";
import { IMAGENET } from "./imagenet.js";

const SILU = "swish";

/**
 * EfficientNet-B0 with torchvision's layers and names. Logits, `[batch, classes]`. With the small stem the first
 * convolution and the first strided stage have stride 1.
 */
export function efficientnetB0({ input, classes, layers, stem }: BuildOptions): SymbolicTensor {
  const unit = (name: string) =>
    ({ name: `${name}.0`, normalization: `${name}.1`, activation: SILU }) as const;
  const strides = stem === "small" ? 1 : 2;
  let maps = chain(
    input,
    ...convNorm(layers, { ...unit("features.0"), filters: 32, kernelSize: 3, strides }),
  );
  for (const { stage, index, ...options } of blocksOf(B0_STAGES, stem)) {
    maps = mbConv(layers, maps, { ...options, name: `features.${stage + 1}.${index}` });
  }
  return chain(
    maps,
    ...convNorm(layers, { ...unit("features.8"), filters: 1280, kernelSize: 1 }),
    layers.globalAveragePooling2d({ name: "avgpool" }),
    layers.dropout({ name: "classifier.0", rate: 0.2 }),
    layers.dense({ name: "classifier.1", units: classes, kernelInitializer: truncatedNormal(0.01) }),
  );
}

interface MbConvOptions extends Omit<Stage, "repeats"> {
  readonly name: string;
  readonly dropRate: number;
}

/** An inverted residual with squeeze and excitation. */
export function mbConv(
  layers: LayerFactory,
  maps: SymbolicTensor,
  { name, expansion, dropRate, ...options }: MbConvOptions,
): SymbolicTensor {
  const channels = channelsOf(maps);
  const unit = (at: number) => [`${name}.block.${at}.0`, `${name}.block.${at}.1`] as const;
  const first = expansion === 1 ? 0 : 1;
  return mobileBlock(layers, maps, {
    ...options,
    names: {
      ...(expansion === 1 ? {} : { expand: unit(0) }),
      depthwise: unit(first),
      project: unit(first + 2),
    },
    stochasticDepth: { name: `${name}.stochastic_depth`, rate: dropRate },
    inner: channels * expansion,
    activation: SILU,
    squeezeExcitation: {
      name: `${name}.block.${first + 1}`,
      squeezed: Math.max(1, Math.floor(channels / 4)),
    },
  });
}

export const efficientnets = {
  "efficientnet-b0": definePreset({
    ...IMAGENET,
    name: "efficientnet-b0",
    title: "EfficientNet-B0: inverted residuals with squeeze and excitation",
    family: "efficientnet",
    options: ["stem"],
    kernelInitializer: heNormalFanOut,
    build: efficientnetB0,
    expected: { parameters: 5_330_564, trainableParameters: 5_288_548, multiplyAdds: 385_814_752 },
    source: "Tan and Le, 2019: EfficientNet, arXiv 1905.11946; as torchvision",
  }),
};
