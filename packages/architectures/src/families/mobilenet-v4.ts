import type { SymbolicTensor } from "@tensorflow/tfjs";
import { chain, channelsOf, join } from "../blocks/chain.js";
import { type ConvNormOptions, convNorm, depthwiseNorm } from "../blocks/convolution.js";
import { heNormalFanOut, truncatedNormal } from "../kernel-initializer.js";
import type { LayerFactory } from "../layer-factory.js";
import { type BuildOptions, definePreset } from "../preset.js";
import { IMAGENET } from "./imagenet.js";

/** A convolution with normalization and ReLU. */
interface Convolution {
  readonly kernelSize: number;
  readonly strides: number;
  readonly filters: number;
}

/** Kernel sizes of the depthwise convolutions before and behind the expansion; 0: none. */
type Universal = readonly [
  start: number,
  middle: number,
  strides: number,
  expansion: number,
  filters: number,
];

const convolutions: readonly (readonly [Convolution, Convolution])[] = [
  [
    { kernelSize: 3, strides: 2, filters: 32 },
    { kernelSize: 1, strides: 1, filters: 32 },
  ],
  [
    { kernelSize: 3, strides: 2, filters: 96 },
    { kernelSize: 1, strides: 1, filters: 64 },
  ],
];

/** Table 11 of the paper: MNv4-Conv-S. */
const universals: readonly (readonly Universal[])[] = [
  [
    [5, 5, 2, 3, 96],
    [0, 3, 1, 2, 96],
    [0, 3, 1, 2, 96],
    [0, 3, 1, 2, 96],
    [0, 3, 1, 2, 96],
    [3, 0, 1, 4, 96],
  ],
  [
    [3, 3, 2, 6, 128],
    [5, 5, 1, 4, 128],
    [0, 5, 1, 4, 128],
    [0, 5, 1, 3, 128],
    [0, 3, 1, 4, 128],
    [0, 3, 1, 4, 128],
  ],
];

/**
 * MobileNet V4 Conv Small with timm's layers and names. Logits, `[batch, classes]`. With the small stem the first two
 * convolutions of stride 2 have stride 1.
 */
export function mobilenetV4ConvSmall({ input, classes, layers, stem }: BuildOptions): SymbolicTensor {
  const isSmall = stem === "small";
  const unit = (name: string, normalization: string, options: Convolution) =>
    convNorm(layers, { ...options, name, normalization, activation: "relu" });
  const placed = (stage: number, index: number, options: Convolution) =>
    unit(`blocks.${stage}.${index}.conv`, `blocks.${stage}.${index}.bn1`, options);

  let maps = chain(
    input,
    ...unit("conv_stem", "bn1", { kernelSize: 3, strides: isSmall ? 1 : 2, filters: 32 }),
    ...convolutions.flatMap((pair, stage) =>
      pair.flatMap((options, index) =>
        placed(stage, index, isSmall && stage === 0 ? { ...options, strides: 1 } : options),
      ),
    ),
  );
  for (const [stage, blocks] of universals.entries()) {
    for (const [index, block] of blocks.entries()) {
      maps = universalBlock(layers, maps, `blocks.${stage + convolutions.length}.${index}`, block);
    }
  }
  return chain(
    maps,
    ...placed(convolutions.length + universals.length, 0, { kernelSize: 1, strides: 1, filters: 960 }),
    layers.globalAveragePooling2d({ name: "global_pool" }),
    layers.dense({ name: "conv_head", units: 1280, useBias: false }),
    layers.batchNormalization({ name: "norm_head" }),
    layers.activation("relu", "act2"),
    layers.dropout({ name: "dropout", rate: 0.2 }),
    layers.dense({ name: "classifier", units: classes, kernelInitializer: truncatedNormal(0.01) }),
  );
}

/** An inverted residual whose depthwise convolutions are both optional (Qin et al., 2024). */
function universalBlock(
  layers: LayerFactory,
  maps: SymbolicTensor,
  name: string,
  [start, middle, strides, expansion, filters]: Universal,
): SymbolicTensor {
  const channels = channelsOf(maps);
  const names = (part: string) => ({ name: `${name}.${part}.conv`, normalization: `${name}.${part}.bn` });
  const depthwise = (
    part: string,
    options: Pick<ConvNormOptions, "kernelSize" | "strides" | "activation">,
  ) => (options.kernelSize === 0 ? [] : depthwiseNorm(layers, { ...names(part), ...options }));
  const narrowed = chain(
    maps,
    ...depthwise("dw_start", { kernelSize: start, strides: middle === 0 ? strides : 1 }),
    ...convNorm(layers, {
      ...names("pw_exp"),
      filters: channels * expansion,
      kernelSize: 1,
      activation: "relu",
    }),
    ...depthwise("dw_mid", { kernelSize: middle, strides, activation: "relu" }),
    ...convNorm(layers, { ...names("pw_proj"), filters, kernelSize: 1 }),
  );
  return strides === 1 && channels === filters ? join(layers.add(), maps, narrowed) : narrowed;
}

export const mobilenetsV4 = {
  "mobilenet-v4-conv-small": definePreset({
    ...IMAGENET,
    name: "mobilenet-v4-conv-small",
    title: "MobileNet V4 Conv Small: universal inverted bottlenecks",
    family: "mobilenet",
    options: ["stem"],
    kernelInitializer: heNormalFanOut,
    build: mobilenetV4ConvSmall,
    expected: { parameters: 3_799_112, trainableParameters: 3_774_024, multiplyAdds: 186_005_568 },
    source: "Qin et al., 2024: MobileNetV4, arXiv 2404.10518; as timm",
  }),
};
