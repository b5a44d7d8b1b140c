import type { SymbolicTensor } from "@tensorflow/tfjs";
import { chain, channelsOf } from "../blocks/chain.js";
import { convNorm, depthwiseNorm } from "../blocks/convolution.js";
import {
  type MobileBlockNames,
  mobileBlock,
  type UnitConvention,
  type UnitNames,
} from "../blocks/mobile-block.js";
import { glorotUniform, heNormalFanOut, truncatedNormal } from "../kernel-initializer.js";
import { type BuildOptions, definePreset } from "../preset.js";
import { IMAGENET, TENSORFLOW, TENSORFLOW_PREPROCESSING } from "./imagenet.js";
import { multipleOf8 } from "./multiple-of-8.js";

const KERAS = { ...TENSORFLOW, activation: "relu6" } as const;

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

/** Names, padding and normalization of one of the libraries that have MobileNet V2. */
interface V2Library {
  readonly stem: UnitNames;
  /** Of the block at this place, from 0. */
  block(index: number, expands: boolean): MobileBlockNames;
  readonly head: UnitNames;
  readonly classifier: string;
  readonly convention: UnitConvention;
}

const TORCHVISION: V2Library = {
  stem: ["features.0.0", "features.0.1"],
  block(index, expands) {
    const name = `features.${index + 1}.conv`;
    const unit = (at: number): UnitNames => [`${name}.${at}.0`, `${name}.${at}.1`];
    const at = expands ? 1 : 0;
    return {
      ...(expands ? { expand: unit(0) } : {}),
      depthwise: unit(at),
      project: [`${name}.${at + 1}`, `${name}.${at + 2}`],
    };
  },
  head: ["features.18.0", "features.18.1"],
  classifier: "classifier.1",
  convention: {},
};

const KERAS_V2: V2Library = {
  stem: ["Conv1", "bn_Conv1"],
  block(index, expands) {
    const name = index === 0 ? "expanded_conv" : `block_${index}`;
    const unit = (part: string): UnitNames => [`${name}_${part}`, `${name}_${part}_BN`];
    return {
      ...(expands ? { expand: unit("expand") } : {}),
      depthwise: unit("depthwise"),
      project: unit("project"),
    };
  },
  head: ["Conv_1", "Conv_1_bn"],
  classifier: "predictions",
  convention: { ...TENSORFLOW, momentum: 0.999 },
};

/**
 * With the small stem the first convolution and the first strided stage have stride 1.
 *
 * @param width of all layers but the last convolution, Keras's `alpha`, at most 1
 */
const mobilenetV2As =
  ({ stem: first, block, head, classifier, convention }: V2Library, width = 1) =>
  ({ input, classes, layers, stem }: BuildOptions): SymbolicTensor => {
    const isSmall = stem === "small";
    const activation = "relu6";
    const end = ([name, normalization]: UnitNames) =>
      ({ ...convention, name, normalization, activation }) as const;
    let maps = chain(
      input,
      ...convNorm(layers, {
        ...end(first),
        filters: multipleOf8(32 * width),
        kernelSize: 3,
        strides: isSmall ? 1 : 2,
      }),
    );
    let index = 0;
    for (const [stage, { expansion, filters, repeats, strides }] of V2_STAGES.entries()) {
      for (let repeat = 0; repeat < repeats; repeat++) {
        maps = mobileBlock(layers, maps, {
          names: block(index, expansion > 1),
          inner: channelsOf(maps) * expansion,
          kernelSize: 3,
          strides: repeat > 0 || (isSmall && stage === 1) ? 1 : strides,
          // Keras rounds down first.
          filters: multipleOf8(Math.trunc(filters * width)),
          activation,
          convention,
        });
        index += 1;
      }
    }
    return chain(
      maps,
      ...convNorm(layers, { ...end(head), filters: 1280, kernelSize: 1 }),
      layers.globalAveragePooling2d({ name: "avgpool" }),
      layers.dropout({ name: "dropout", rate: 0.2 }),
      layers.dense({ name: classifier, units: classes, kernelInitializer: truncatedNormal(0.01) }),
    );
  };

/** MobileNet V2 with torchvision's layers and names. Logits, `[batch, classes]`. */
export const mobilenetV2 = mobilenetV2As(TORCHVISION);

/** MobileNet V2 with Keras's names, padding and normalization. Logits, `[batch, classes]`. */
export const mobilenetV2Keras = mobilenetV2As(KERAS_V2);

/** The same with narrower layers: Keras's `alpha`, at most 1. */
export const mobilenetV2KerasOfWidth = (width: number) => mobilenetV2As(KERAS_V2, width);

export const mobilenets = {
  "mobilenet-v1": definePreset({
    ...IMAGENET,
    name: "mobilenet-v1",
    title: "MobileNet V1: depthwise separable convolutions",
    family: "mobilenet",
    preprocessing: TENSORFLOW_PREPROCESSING,
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
  "mobilenet-v2-keras": definePreset({
    ...IMAGENET,
    name: "mobilenet-v2-keras",
    title: "MobileNet V2 with Keras's padding and normalization",
    family: "mobilenet",
    preprocessing: TENSORFLOW_PREPROCESSING,
    options: ["stem"],
    kernelInitializer: glorotUniform,
    build: mobilenetV2Keras,
    expected: { parameters: 3_538_984, trainableParameters: 3_504_872, multiplyAdds: 300_774_272 },
    source: "Sandler et al., 2018: MobileNetV2, arXiv 1801.04381; as Keras",
  }),
  "mobilenet-v2-keras-x0.35": definePreset({
    ...IMAGENET,
    name: "mobilenet-v2-keras-x0.35",
    title: "MobileNet V2 of 0.35 of the width as Keras, Teachable Machine's base",
    family: "mobilenet",
    preprocessing: TENSORFLOW_PREPROCESSING,
    options: ["stem"],
    kernelInitializer: glorotUniform,
    build: mobilenetV2KerasOfWidth(0.35),
    expected: { parameters: 1_691_208, trainableParameters: 1_677_128, multiplyAdds: 59_285_808 },
    source: "Sandler et al., 2018: MobileNetV2, arXiv 1801.04381; as Keras with alpha 0.35",
  }),
};
