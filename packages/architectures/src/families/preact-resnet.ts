import type { SymbolicTensor } from "@tensorflow/tfjs";
import { chain } from "../blocks/chain.js";
import { convolution, normActivation } from "../blocks/convolution.js";
import { preActivationBlock } from "../blocks/pre-activation.js";
import { heNormal, heNormalFanOut } from "../kernel-initializer.js";
import { type BuildOptions, definePreset } from "../preset.js";
import { CIFAR } from "./cifar.js";
import { IMAGENET } from "./imagenet.js";

export interface PreactResnetVariant {
  readonly kind: "basic" | "bottleneck";
  /** Blocks in each stage. */
  readonly depths: readonly number[];
  /** Of the blocks of each stage. */
  readonly widths: readonly number[];
  /** Filters of the first convolution. */
  readonly firstFilters: number;
}

/**
 * Residual networks with activation before the convolutions, wide ones too. Logits, `[batch, classes]`. The small
 * stem is a 3×3 convolution of stride 1; the other has 7×7, stride 2, and max pooling.
 */
export const preactResnet =
  ({ kind, depths, widths, firstFilters }: PreactResnetVariant) =>
  ({ input, classes, layers, stem }: BuildOptions): SymbolicTensor => {
    const first = { name: "conv1", filters: firstFilters, useBias: false };
    let maps =
      stem === "small"
        ? chain(input, ...convolution(layers, { ...first, kernelSize: 3 }))
        : chain(
            input,
            ...convolution(layers, { ...first, kernelSize: 7, strides: 2 }),
            layers.maxPooling2d({ name: "maxpool", poolSize: 3, strides: 2, padding: "same" }),
          );
    for (const [stage, depth] of depths.entries()) {
      for (let index = 0; index < depth; index++) {
        maps = preActivationBlock(maps, {
          layers,
          name: `layer${stage + 1}.${index}`,
          width: widths[stage]!,
          strides: stage > 0 && index === 0 ? 2 : 1,
          kind,
        });
      }
    }
    return chain(
      maps,
      ...normActivation(layers, { name: "bn", activation: "relu" }),
      layers.globalAveragePooling2d({ name: "avgpool" }),
      layers.dense({ name: "linear", units: classes }),
    );
  };

/** Wide residual networks for CIFAR: 6n + 4 layers, `widen` times the filters. */
export const wideResnet = (depth: number, widen: number) =>
  preactResnet({
    kind: "basic",
    depths: Array.from({ length: 3 }, () => (depth - 4) / 6),
    widths: [16 * widen, 32 * widen, 64 * widen],
    firstFilters: 16,
  });

const PREACT_SOURCE =
  "He, Zhang, Ren and Sun, 2016: Identity Mappings in Deep Residual Networks, arXiv 1603.05027";
const WIDE_SOURCE = "Zagoruyko and Komodakis, 2016: Wide Residual Networks, arXiv 1605.07146";

/** Those for CIFAR have no stem to choose: theirs is the small one at any size. */
const cifarOnly =
  (build: ReturnType<typeof preactResnet>): ReturnType<typeof preactResnet> =>
  (options) =>
    build({ ...options, stem: "small" });

export const preactResnets = {
  "preact-resnet18": definePreset({
    ...IMAGENET,
    name: "preact-resnet18",
    title: "ResNet-18 with activation before the convolutions",
    family: "preact-resnet",
    options: ["stem"],
    kernelInitializer: heNormalFanOut,
    build: preactResnet({
      kind: "basic",
      depths: [2, 2, 2, 2],
      widths: [64, 128, 256, 512],
      firstFilters: 64,
    }),
    expected: { parameters: 11_695_528, trainableParameters: 11_687_720, multiplyAdds: 1_814_073_344 },
    source: PREACT_SOURCE,
  }),
  "preact-resnet164": definePreset({
    ...CIFAR,
    name: "preact-resnet164",
    title: "Residual network of 164 layers for small images, bottlenecks with activation first",
    family: "preact-resnet",
    kernelInitializer: heNormal,
    build: cifarOnly(
      preactResnet({ kind: "bottleneck", depths: [18, 18, 18], widths: [16, 32, 64], firstFilters: 16 }),
    ),
    expected: {
      parameters: 1_727_482,
      trainableParameters: 1_703_258,
      multiplyAdds: 247_646_720,
      testAccuracy: 0.9454,
    },
    source: PREACT_SOURCE,
  }),
  "wide-resnet16-8": definePreset({
    ...CIFAR,
    name: "wide-resnet16-8",
    title: "Wide residual network of 16 layers, eight times the filters",
    family: "wide-resnet",
    kernelInitializer: heNormalFanOut,
    build: cifarOnly(wideResnet(16, 8)),
    expected: {
      parameters: 10_968_570,
      trainableParameters: 10_961_370,
      multiplyAdds: 1_548_145_664,
      testAccuracy: 0.9519,
    },
    source: WIDE_SOURCE,
  }),
  "wide-resnet28-10": definePreset({
    ...CIFAR,
    name: "wide-resnet28-10",
    title: "Wide residual network of 28 layers, ten times the filters",
    family: "wide-resnet",
    kernelInitializer: heNormalFanOut,
    build: cifarOnly(wideResnet(28, 10)),
    expected: {
      parameters: 36_497_146,
      trainableParameters: 36_479_194,
      multiplyAdds: 5_243_328_768,
      testAccuracy: 0.96,
    },
    source: WIDE_SOURCE,
  }),
  "wide-resnet40-2": definePreset({
    ...CIFAR,
    name: "wide-resnet40-2",
    title: "Wide residual network of 40 layers, twice the filters",
    family: "wide-resnet",
    kernelInitializer: heNormalFanOut,
    build: cifarOnly(wideResnet(40, 2)),
    expected: {
      parameters: 2_248_954,
      trainableParameters: 2_243_546,
      multiplyAdds: 327_599_360,
      testAccuracy: 0.9467,
    },
    source: WIDE_SOURCE,
  }),
};
