import type { SymbolicTensor } from "@tensorflow/tfjs";
import { chain, channelsOf, join } from "../blocks/chain.js";
import { convNorm, depthwiseNorm } from "../blocks/convolution.js";
import { heNormal, pytorchUniform } from "../kernel-initializer.js";
import type { LayerFactory } from "../layer-factory.js";
import { type BuildOptions, definePreset } from "../preset.js";
import { IMAGENET } from "./imagenet.js";

export interface ShufflenetV1Variant {
  readonly groups: number;
  /** Channels after each of three stages of 4, 8 and 4 units. */
  readonly widths: readonly [number, number, number];
}

const REPEATS = [4, 8, 4] as const;

/**
 * ShuffleNet V1: grouped 1×1 convolutions and a shuffle between their groups. Logits, `[batch, classes]`. The small
 * stem has stride 1 and no pooling.
 */
export const shufflenetV1 =
  ({ groups, widths }: ShufflenetV1Variant) =>
  ({ input, classes, layers, stem }: BuildOptions): SymbolicTensor => {
    const first = {
      name: "conv1",
      normalization: "bn1",
      filters: 24,
      kernelSize: 3,
      activation: "relu",
    } as const;
    let maps =
      stem === "small"
        ? chain(input, ...convNorm(layers, first))
        : chain(
            input,
            ...convNorm(layers, { ...first, strides: 2 }),
            layers.zeroPadding2d({ name: "maxpool.pad" }),
            layers.maxPooling2d({ name: "maxpool", poolSize: 3, strides: 2 }),
          );
    for (const [stage, filters] of widths.entries()) {
      for (let index = 0; index < REPEATS[stage]!; index++) {
        maps = shuffleUnit(layers, maps, {
          name: `stage${stage + 2}.${index}`,
          filters,
          strides: index === 0 ? 2 : 1,
          // The first 1×1 convolution has too few channels to divide.
          groups: stage === 0 && index === 0 ? [1, groups] : [groups, groups],
        });
      }
    }
    return chain(
      maps,
      layers.globalAveragePooling2d({ name: "avgpool" }),
      layers.dense({ name: "fc", units: classes, kernelInitializer: pytorchUniform }),
    );
  };

interface ShuffleUnitOptions {
  readonly name: string;
  readonly filters: number;
  readonly strides: 1 | 2;
  /** Of the first and of the last 1×1 convolution. */
  readonly groups: readonly [number, number];
}

/** Figure 2 of the paper: (b) at stride 1 adds the input, (c) at stride 2 appends the pooled input. */
export function shuffleUnit(
  layers: LayerFactory,
  maps: SymbolicTensor,
  { name, filters, strides, groups }: ShuffleUnitOptions,
): SymbolicTensor {
  const names = (index: number) => ({ name: `${name}.conv${index}`, normalization: `${name}.bn${index}` });
  const inner = filters / 4;
  const outer = strides === 1 ? filters : filters - channelsOf(maps);
  const branch = chain(
    maps,
    ...convNorm(layers, {
      ...names(1),
      filters: inner,
      kernelSize: 1,
      groups: groups[0],
      activation: "relu",
    }),
    layers.channelShuffle({ name: `${name}.shuffle`, groups: groups[1] }),
    ...depthwiseNorm(layers, { ...names(2), kernelSize: 3, strides }),
    ...convNorm(layers, { ...names(3), filters: outer, kernelSize: 1, groups: groups[1] }),
  );
  if (strides === 1) return chain(join(layers.add(), maps, branch), layers.activation("relu"));
  const pooled = chain(
    maps,
    layers.averagePooling2d({ name: `${name}.pool`, poolSize: 3, strides: 2, padding: "same" }),
  );
  return chain(join(layers.concatenate({ name }), pooled, branch), layers.activation("relu"));
}

export const shufflenetsV1 = {
  "shufflenet-v1": definePreset({
    ...IMAGENET,
    name: "shufflenet-v1",
    title: "ShuffleNet V1 1×, three groups",
    family: "shufflenet",
    options: ["stem"],
    kernelInitializer: heNormal,
    build: shufflenetV1({ groups: 3, widths: [240, 480, 960] }),
    expected: { parameters: 1_890_208, trainableParameters: 1_865_728, multiplyAdds: 137_460_672 },
    source: "Zhang, Zhou, Lin and Sun, 2017: ShuffleNet, arXiv 1707.01083",
  }),
};
