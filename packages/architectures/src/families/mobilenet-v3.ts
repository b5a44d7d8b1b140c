import type { SymbolicTensor } from "@tensorflow/tfjs";
import { chain } from "../blocks/chain.js";
import { convNorm } from "../blocks/convolution.js";
import { mobileBlock } from "../blocks/mobile-block.js";
import { timmNames } from "../blocks/timm-names.js";
import { heNormalFanOut, truncatedNormal } from "../kernel-initializer.js";
import { type BuildOptions, definePreset, type Preset } from "../preset.js";
import { IMAGENET } from "./imagenet.js";
import { multipleOf8 } from "./multiple-of-8.js";

type Block = readonly [
  kernelSize: number,
  inner: number,
  filters: number,
  gated: boolean,
  activation: "relu" | "hardSwish",
  strides: number,
];

export interface MobilenetV3Variant {
  /** The blocks of each stage. */
  readonly stages: readonly (readonly Block[])[];
  /** Channels of the last convolution, and of the layer behind the pooling. */
  readonly last: readonly [convolution: number, hidden: number];
}

/** Table 1 of the paper, by resolution and width. */
const LARGE: MobilenetV3Variant = {
  stages: [
    [[3, 16, 16, false, "relu", 1]],
    [
      [3, 64, 24, false, "relu", 2],
      [3, 72, 24, false, "relu", 1],
    ],
    [
      [5, 72, 40, true, "relu", 2],
      [5, 120, 40, true, "relu", 1],
      [5, 120, 40, true, "relu", 1],
    ],
    [
      [3, 240, 80, false, "hardSwish", 2],
      [3, 200, 80, false, "hardSwish", 1],
      [3, 184, 80, false, "hardSwish", 1],
      [3, 184, 80, false, "hardSwish", 1],
    ],
    [
      [3, 480, 112, true, "hardSwish", 1],
      [3, 672, 112, true, "hardSwish", 1],
    ],
    [
      [5, 672, 160, true, "hardSwish", 2],
      [5, 960, 160, true, "hardSwish", 1],
      [5, 960, 160, true, "hardSwish", 1],
    ],
  ],
  last: [960, 1280],
};

/** Table 2 of the paper. */
const SMALL: MobilenetV3Variant = {
  stages: [
    [[3, 16, 16, true, "relu", 2]],
    [
      [3, 72, 24, false, "relu", 2],
      [3, 88, 24, false, "relu", 1],
    ],
    [
      [5, 96, 40, true, "hardSwish", 2],
      [5, 240, 40, true, "hardSwish", 1],
      [5, 240, 40, true, "hardSwish", 1],
    ],
    [
      [5, 120, 48, true, "hardSwish", 1],
      [5, 144, 48, true, "hardSwish", 1],
    ],
    [
      [5, 288, 96, true, "hardSwish", 2],
      [5, 576, 96, true, "hardSwish", 1],
      [5, 576, 96, true, "hardSwish", 1],
    ],
  ],
  last: [576, 1024],
};

/**
 * MobileNet V3 with timm's layers and names. Logits, `[batch, classes]`. With the small stem the first convolution and
 * the first strided stage have stride 1.
 */
export const mobilenetV3 =
  ({ stages, last: [lastFilters, hidden] }: MobilenetV3Variant) =>
  ({ input, classes, layers, stem }: BuildOptions): SymbolicTensor => {
    const isSmall = stem === "small";
    const firstStrided = stages.findIndex((blocks) => blocks[0]?.[5] === 2);
    const end = { activation: "hardSwish" } as const;
    let maps = chain(
      input,
      ...convNorm(layers, {
        ...end,
        name: "conv_stem",
        normalization: "bn1",
        filters: 16,
        kernelSize: 3,
        strides: isSmall ? 1 : 2,
      }),
    );
    for (const [stage, blocks] of stages.entries()) {
      for (const [index, [kernelSize, inner, filters, gated, activation, strides]] of blocks.entries()) {
        const name = `blocks.${stage}.${index}`;
        maps = mobileBlock(layers, maps, {
          names: timmNames(name, stage > 0),
          inner,
          kernelSize,
          filters,
          activation,
          strides: isSmall && stage === firstStrided ? 1 : strides,
          ...(gated ? { squeezeExcitation: gates(name, inner) } : {}),
        });
      }
    }
    const name = `blocks.${stages.length}.0`;
    return chain(
      maps,
      ...convNorm(layers, {
        ...end,
        name: `${name}.conv`,
        normalization: `${name}.bn1`,
        filters: lastFilters,
        kernelSize: 1,
      }),
      layers.globalAveragePooling2d({ name: "global_pool" }),
      layers.dense({ name: "conv_head", units: hidden }),
      layers.activation("hardSwish", "act2"),
      layers.dropout({ name: "dropout", rate: 0.2 }),
      layers.dense({ name: "classifier", units: classes, kernelInitializer: truncatedNormal(0.01) }),
    );
  };

const gates = (name: string, inner: number) =>
  ({
    name: `${name}.se`,
    squeezed: multipleOf8(inner / 4),
    parts: ["conv_reduce", "conv_expand"],
    activation: "relu",
    gate: "hard",
  }) as const;

const record = <const Name extends string>(
  name: Name,
  title: string,
  variant: MobilenetV3Variant,
  expected: Preset["expected"],
) =>
  definePreset({
    ...IMAGENET,
    name,
    title,
    family: "mobilenet",
    options: ["stem"],
    kernelInitializer: heNormalFanOut,
    build: mobilenetV3(variant),
    expected,
    source: "Howard et al., 2019: Searching for MobileNetV3, arXiv 1905.02244; as timm",
  });

export const mobilenetsV3 = {
  "mobilenet-v3-small": record(
    "mobilenet-v3-small",
    "MobileNet V3 Small: inverted residuals with gates and hard swish",
    SMALL,
    { parameters: 2_554_968, trainableParameters: 2_542_856, multiplyAdds: 56_510_400 },
  ),
  "mobilenet-v3-large": record(
    "mobilenet-v3-large",
    "MobileNet V3 Large: inverted residuals with gates and hard swish",
    LARGE,
    { parameters: 5_507_432, trainableParameters: 5_483_032, multiplyAdds: 216_589_760 },
  ),
};
