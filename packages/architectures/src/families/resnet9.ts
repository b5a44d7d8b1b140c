import type { SymbolicTensor } from "@tensorflow/tfjs";
import { chain, join } from "../blocks/chain.js";
import { convNorm } from "../blocks/convolution.js";
import { pytorchUniform } from "../kernel-initializer.js";
import { type BuildOptions, definePreset } from "../preset.js";
import { CIFAR } from "./cifar.js";

/** What the logits are multiplied with: training is more stable when they start small. */
const LOGIT_SCALE = 1 / 8;

/** Eight convolutions and a dense layer, two residual pairs, for quick training. Logits, `[batch, classes]`. */
export function resnet9({ input, classes, layers }: BuildOptions): SymbolicTensor {
  const unit = (name: string, filters: number) =>
    convNorm(layers, {
      name: `${name}.conv`,
      normalization: `${name}.bn`,
      filters,
      kernelSize: 3,
      activation: "relu",
    });
  const stage = (maps: SymbolicTensor, name: string, filters: number) =>
    chain(maps, ...unit(name, filters), layers.maxPooling2d({ name: `${name}.pool`, poolSize: 2 }));
  const withPair = (maps: SymbolicTensor, name: string, filters: number) =>
    join(
      layers.add({ name: `${name}.add` }),
      maps,
      chain(maps, ...unit(`${name}.res1`, filters), ...unit(`${name}.res2`, filters)),
    );

  let maps = chain(input, ...unit("prep", 64));
  maps = withPair(stage(maps, "layer1", 128), "layer1", 128);
  maps = stage(maps, "layer2", 256);
  maps = withPair(stage(maps, "layer3", 512), "layer3", 512);
  return chain(
    maps,
    layers.globalMaxPooling2d({ name: "pool" }),
    layers.dense({ name: "linear", units: classes, useBias: false }),
    layers.rescaling({ name: "scale", scale: LOGIT_SCALE }),
  );
}

export const resnet9s = {
  resnet9: definePreset({
    ...CIFAR,
    name: "resnet9",
    title: "ResNet-9: the short residual network of the DAWNBench records",
    family: "resnet-cifar",
    kernelInitializer: pytorchUniform,
    build: resnet9,
    training: { ...CIFAR.training, batchSize: 512, epochs: 24 },
    expected: {
      parameters: 6_577_600,
      trainableParameters: 6_573_120,
      multiplyAdds: 379_261_952,
      testAccuracy: 0.94,
    },
    source: "Page, 2018: How to Train Your ResNet, the network of 94 % in 24 epochs",
  }),
};
