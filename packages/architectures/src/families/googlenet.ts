import type { SymbolicTensor } from "@tensorflow/tfjs";
import { chain, extentOf } from "../blocks/chain.js";
import {
  type InceptionUnit,
  type InceptionWidths,
  inception,
  normalizedUnit,
  plainUnit,
} from "../blocks/inception.js";
import { ceilMaxPooling } from "../blocks/pooling.js";
import { glorotUniform, truncatedNormal } from "../kernel-initializer.js";
import type { LayerFactory } from "../layer-factory.js";
import { type BuildOptions, definePreset } from "../preset.js";
import { IMAGENET, imagenetTraining } from "./imagenet.js";

export interface GooglenetVariant {
  /** "paper": 5×5 kernels, biases and local response normalization. "torchvision": 3×3 for 5×5, batch normalization. */
  readonly kind: "paper" | "torchvision";
}

/** Table 1 of the paper; a pooling comes before 4a and 5a. */
const BLOCKS: Readonly<Record<string, InceptionWidths>> = {
  "3a": [64, 96, 128, 16, 32, 32],
  "3b": [128, 128, 192, 32, 96, 64],
  "4a": [192, 96, 208, 16, 48, 64],
  "4b": [160, 112, 224, 24, 64, 64],
  "4c": [128, 128, 256, 24, 64, 64],
  "4d": [112, 144, 288, 32, 64, 64],
  "4e": [256, 160, 320, 32, 128, 128],
  "5a": [256, 160, 320, 32, 128, 128],
  "5b": [384, 192, 384, 48, 128, 128],
};

/** The auxiliary classifiers take the outputs of these blocks. */
const AUXILIARY: Readonly<Record<string, string>> = { "4a": "aux1", "4d": "aux2" };

/**
 * GoogLeNet. Logits, `[batch, classes]`; with `auxiliaryHeads` three outputs, the last block's first (the paper adds
 * the others' losses times 0.3 while training). The small stem has a 3×3 convolution of stride 1 for the 7×7 one
 * of stride 2, and no first pooling.
 */
export const googlenet =
  ({ kind }: GooglenetVariant) =>
  ({ input, classes, layers, stem, auxiliaryHeads }: BuildOptions): SymbolicTensor[] => {
    const isPaper = kind === "paper";
    const unit = isPaper ? plainUnit : normalizedUnit;
    const normalized = (name: string) => (isPaper ? [layers.localResponseNormalization({ name })] : []);
    const pool = (maps: SymbolicTensor, index: number, poolSize = 3) =>
      ceilMaxPooling(layers, maps, { name: `maxpool${index}`, poolSize, strides: 2 });
    const first = { name: "conv1", filters: 64 };

    let maps =
      stem === "small"
        ? chain(input, ...unit(layers, { ...first, kernelSize: 3 }))
        : pool(chain(input, ...unit(layers, { ...first, kernelSize: 7, strides: 2 })), 1);
    maps = chain(
      maps,
      ...normalized("norm1"),
      ...unit(layers, { name: "conv2", filters: 64, kernelSize: 1 }),
      ...unit(layers, { name: "conv3", filters: 192, kernelSize: 3 }),
      ...normalized("norm2"),
    );
    maps = pool(maps, 2);
    const heads: SymbolicTensor[] = [];
    for (const [block, widths] of Object.entries(BLOCKS)) {
      if (block === "4a") maps = pool(maps, 3);
      if (block === "5a") maps = pool(maps, 4, isPaper ? 3 : 2);
      const name = `inception${block}`;
      maps = inception(maps, { layers, name, widths, largeKernel: isPaper ? 5 : 3, unit });
      const head = AUXILIARY[block];
      if (auxiliaryHeads && head !== undefined) heads.push(auxiliaryHead(layers, maps, head, classes, unit));
    }
    const logits = chain(
      maps,
      layers.globalAveragePooling2d({ name: "avgpool" }),
      layers.dropout({ name: "dropout", rate: isPaper ? 0.4 : 0.2 }),
      layers.dense({ name: "fc", units: classes }),
    );
    return [logits, ...heads];
  };

/** Section 5 of the paper: 5×5 average pooling of stride 3, 1×1 convolution, two dense layers. */
function auxiliaryHead(
  factory: LayerFactory,
  maps: SymbolicTensor,
  name: string,
  classes: number,
  unit: InceptionUnit,
): SymbolicTensor {
  const [height, width] = extentOf(maps);
  return chain(
    maps,
    factory.averagePooling2d({
      name: `${name}.pool`,
      poolSize: [Math.min(5, height), Math.min(5, width)],
      strides: 3,
    }),
    ...unit(factory, { name: `${name}.conv`, filters: 128, kernelSize: 1 }),
    factory.flatten({ name: `${name}.flatten` }),
    factory.dense({ name: `${name}.fc1`, units: 1024, activation: "relu" }),
    factory.dropout({ name: `${name}.dropout`, rate: 0.7 }),
    factory.dense({ name: `${name}.fc2`, units: classes }),
  );
}

export const googlenets = {
  googlenet: definePreset({
    ...IMAGENET,
    name: "googlenet",
    title: "GoogLeNet with batch normalization, as torchvision",
    family: "googlenet",
    options: ["stem", "auxiliaryHeads"],
    kernelInitializer: truncatedNormal(0.01),
    build: googlenet({ kind: "torchvision" }),
    expected: { parameters: 6_639_464, trainableParameters: 6_624_904, multiplyAdds: 1_498_376_192 },
    source:
      "Szegedy et al., 2014: Going Deeper with Convolutions, arXiv 1409.4842; batch normalization as torchvision",
  }),
  "googlenet-paper": definePreset({
    ...IMAGENET,
    name: "googlenet-paper",
    title: "GoogLeNet as published: 5×5 convolutions, local response normalization",
    family: "googlenet",
    options: ["stem", "auxiliaryHeads"],
    kernelInitializer: glorotUniform,
    build: googlenet({ kind: "paper" }),
    training: imagenetTraining(0.01),
    expected: { parameters: 6_998_552, trainableParameters: 6_998_552, multiplyAdds: 1_582_671_872 },
    source: "Szegedy et al., 2014: Going Deeper with Convolutions, arXiv 1409.4842",
  }),
};
