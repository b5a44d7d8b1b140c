import type { layers, SymbolicTensor } from "@tensorflow/tfjs";
import { chain, channelsOf, join } from "../blocks/chain.js";
import { convNorm, convolution, depthwiseNorm } from "../blocks/convolution.js";
import { heNormalFanOut, truncatedNormal } from "../kernel-initializer.js";
import type { LayerFactory } from "../layer-factory.js";
import { type BuildOptions, definePreset } from "../preset.js";
import { IMAGENET } from "./imagenet.js";

interface Stage {
  readonly expansion: number;
  readonly kernelSize: number;
  readonly strides: number;
  readonly filters: number;
  readonly repeats: number;
}

/** Table 1 of the paper. */
const B0_STAGES: readonly Stage[] = [
  { expansion: 1, kernelSize: 3, strides: 1, filters: 16, repeats: 1 },
  { expansion: 6, kernelSize: 3, strides: 2, filters: 24, repeats: 2 },
  { expansion: 6, kernelSize: 5, strides: 2, filters: 40, repeats: 2 },
  { expansion: 6, kernelSize: 3, strides: 2, filters: 80, repeats: 3 },
  { expansion: 6, kernelSize: 5, strides: 1, filters: 112, repeats: 3 },
  { expansion: 6, kernelSize: 5, strides: 2, filters: 192, repeats: 4 },
  { expansion: 6, kernelSize: 3, strides: 1, filters: 320, repeats: 1 },
];

/** Share of images for which the last block's branch is left out in training; it grows from 0 with the depth. */
const STOCHASTIC_DEPTH = 0.2;

const SILU = "swish";

/**
 * EfficientNet-B0 with torchvision's layers and names. Logits, `[batch, classes]`. With the small stem the first
 * convolution and the first strided stage have stride 1.
 */
export function efficientnetB0({ input, classes, layers, stem }: BuildOptions): SymbolicTensor {
  const isSmall = stem === "small";
  const unit = (name: string) =>
    ({ name: `${name}.0`, normalization: `${name}.1`, activation: SILU }) as const;
  const total = B0_STAGES.reduce((sum, { repeats }) => sum + repeats, 0);
  let maps = chain(
    input,
    ...convNorm(layers, { ...unit("features.0"), filters: 32, kernelSize: 3, strides: isSmall ? 1 : 2 }),
  );
  let block = 0;
  for (const [stage, { repeats, strides, ...options }] of B0_STAGES.entries()) {
    for (let index = 0; index < repeats; index++) {
      maps = mbConv(layers, maps, {
        ...options,
        name: `features.${stage + 1}.${index}`,
        strides: index > 0 || (isSmall && stage === 1) ? 1 : strides,
        dropRate: (STOCHASTIC_DEPTH * block) / total,
      });
      block += 1;
    }
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
  { name, expansion, kernelSize, strides, filters, dropRate }: MbConvOptions,
): SymbolicTensor {
  const channels = channelsOf(maps);
  const names = (at: number) => ({ name: `${name}.block.${at}.0`, normalization: `${name}.block.${at}.1` });
  const expand: layers.Layer[] =
    expansion === 1
      ? []
      : convNorm(layers, { ...names(0), filters: channels * expansion, kernelSize: 1, activation: SILU });
  const at = expansion === 1 ? 0 : 1;
  const convolved = chain(
    maps,
    ...expand,
    ...depthwiseNorm(layers, { ...names(at), kernelSize, strides, activation: SILU }),
  );
  const gated = squeezeExcitation(layers, convolved, {
    name: `${name}.block.${at + 1}`,
    squeezed: Math.max(1, Math.floor(channels / 4)),
  });
  const narrowed = chain(gated, ...convNorm(layers, { ...names(at + 2), filters, kernelSize: 1 }));
  if (strides !== 1 || channels !== filters) return narrowed;
  const dropped = chain(
    narrowed,
    layers.stochasticDepth({ name: `${name}.stochastic_depth`, rate: dropRate }),
  );
  return join(layers.add(), maps, dropped);
}

/** Multiplies each channel by a gate computed from the means of all channels (Hu et al., 2017). */
export function squeezeExcitation(
  layers: LayerFactory,
  maps: SymbolicTensor,
  { name, squeezed }: { readonly name: string; readonly squeezed: number },
): SymbolicTensor {
  const channels = channelsOf(maps);
  const conv = (part: string, filters: number, activation: "swish" | "sigmoid") =>
    convolution(layers, { name: `${name}.${part}`, filters, kernelSize: 1, activation });
  const gates = chain(
    maps,
    layers.globalAveragePooling2d({ name: `${name}.avgpool` }),
    layers.reshape({ name: `${name}.reshape`, targetShape: [1, 1, channels] }),
    ...conv("fc1", squeezed, SILU),
    ...conv("fc2", channels, "sigmoid"),
  );
  return join(layers.multiply({ name: `${name}.scale` }), maps, gates);
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
