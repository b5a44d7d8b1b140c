import type { layers, SymbolicTensor } from "@tensorflow/tfjs";
import { chain, join } from "../blocks/chain.js";
import { convNorm, depthwiseNorm } from "../blocks/convolution.js";
import { pytorchUniform } from "../kernel-initializer.js";
import type { LayerFactory } from "../layer-factory.js";
import { type BuildOptions, definePreset, type Preset } from "../preset.js";
import { IMAGENET } from "./imagenet.js";

/** Channels after each of three stages of 4, 8 and 4 units, and of the last convolution. */
export type ShufflenetV2Widths = readonly [number, number, number, number];

const REPEATS = [4, 8, 4] as const;

/**
 * ShuffleNet V2 with torchvision's layers and names: each unit works on half of the channels. Logits,
 * `[batch, classes]`. The small stem has stride 1 and no pooling.
 */
export const shufflenetV2 =
  (widths: ShufflenetV2Widths) =>
  ({ input, classes, layers, stem }: BuildOptions): SymbolicTensor => {
    const unit = (name: string) =>
      ({ name: `${name}.0`, normalization: `${name}.1`, activation: "relu" }) as const;
    const first = { ...unit("conv1"), filters: 24, kernelSize: 3 };
    let maps =
      stem === "small"
        ? chain(input, ...convNorm(layers, first))
        : chain(
            input,
            ...convNorm(layers, { ...first, strides: 2 }),
            layers.zeroPadding2d({ name: "maxpool.pad" }),
            layers.maxPooling2d({ name: "maxpool", poolSize: 3, strides: 2 }),
          );
    for (const [stage, repeats] of REPEATS.entries()) {
      for (let index = 0; index < repeats; index++) {
        const name = `stage${stage + 2}.${index}`;
        const half = widths[stage]! / 2;
        maps = index === 0 ? reducingUnit(layers, maps, name, half) : splittingUnit(layers, maps, name, half);
      }
    }
    return chain(
      maps,
      ...convNorm(layers, { ...unit("conv5"), filters: widths[3], kernelSize: 1 }),
      layers.globalAveragePooling2d({ name: "avgpool" }),
      layers.dense({ name: "fc", units: classes }),
    );
  };

/** Figure 3c: the first half of the channels passes, the second is convolved. */
function splittingUnit(
  layers: LayerFactory,
  maps: SymbolicTensor,
  name: string,
  half: number,
): SymbolicTensor {
  const part = (index: 1 | 2) =>
    layers.channelSlice({ name: `${name}.split${index}`, start: (index - 1) * half, size: half });
  return shuffled(
    layers,
    name,
    chain(maps, part(1)),
    chain(maps, part(2), ...convolved(layers, name, half, 1)),
  );
}

/** Figure 3d: both branches see all channels and halve height and width. */
const reducingUnit = (
  layers: LayerFactory,
  maps: SymbolicTensor,
  name: string,
  half: number,
): SymbolicTensor =>
  shuffled(
    layers,
    name,
    chain(
      maps,
      ...depthwiseNorm(layers, {
        name: `${name}.branch1.0`,
        normalization: `${name}.branch1.1`,
        kernelSize: 3,
        strides: 2,
      }),
      ...pointwise(layers, `${name}.branch1`, 2, half),
    ),
    chain(maps, ...convolved(layers, name, half, 2)),
  );

const convolved = (layers: LayerFactory, name: string, half: number, strides: number): layers.Layer[] => [
  ...pointwise(layers, `${name}.branch2`, 0, half),
  ...depthwiseNorm(layers, {
    name: `${name}.branch2.3`,
    normalization: `${name}.branch2.4`,
    kernelSize: 3,
    strides,
  }),
  ...pointwise(layers, `${name}.branch2`, 5, half),
];

const pointwise = (layers: LayerFactory, name: string, at: number, filters: number): layers.Layer[] =>
  convNorm(layers, {
    name: `${name}.${at}`,
    normalization: `${name}.${at + 1}`,
    filters,
    kernelSize: 1,
    activation: "relu",
  });

const shuffled = (layers: LayerFactory, name: string, ...halves: SymbolicTensor[]): SymbolicTensor =>
  chain(
    join(layers.concatenate({ name }), ...halves),
    layers.channelShuffle({ name: `${name}.shuffle`, groups: 2 }),
  );

const imagenetShufflenet = <const Name extends string>(
  name: Name,
  widths: ShufflenetV2Widths,
  expected: Preset["expected"],
) =>
  definePreset({
    ...IMAGENET,
    name,
    title: `ShuffleNet V2 ${name.replace("shufflenet-v2-x", "")}×: channel split and shuffle`,
    family: "shufflenet",
    options: ["stem"],
    kernelInitializer: pytorchUniform,
    build: shufflenetV2(widths),
    expected,
    source: "Ma, Zhang, Zheng and Sun, 2018: ShuffleNet V2, arXiv 1807.11164; as torchvision",
  });

export const shufflenetsV2 = {
  "shufflenet-v2-x0.5": imagenetShufflenet("shufflenet-v2-x0.5", [48, 96, 192, 1024], {
    parameters: 1_374_744,
    trainableParameters: 1_366_792,
    multiplyAdds: 40_476_448,
  }),
  "shufflenet-v2-x1.0": imagenetShufflenet("shufflenet-v2-x1.0", [116, 232, 464, 1024], {
    parameters: 2_294_784,
    trainableParameters: 2_278_604,
    multiplyAdds: 144_907_992,
  }),
  "shufflenet-v2-x1.5": imagenetShufflenet("shufflenet-v2-x1.5", [176, 352, 704, 1024], {
    parameters: 3_527_064,
    trainableParameters: 3_503_624,
    multiplyAdds: 295_759_392,
  }),
  "shufflenet-v2-x2.0": imagenetShufflenet("shufflenet-v2-x2.0", [244, 488, 976, 2048], {
    parameters: 7_427_712,
    trainableParameters: 7_393_996,
    multiplyAdds: 583_253_464,
  }),
};
