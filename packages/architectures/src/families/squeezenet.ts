import type { SymbolicTensor } from "@tensorflow/tfjs";
import { chain, join } from "../blocks/chain.js";
import { convolution } from "../blocks/convolution.js";
import { ceilMaxPooling } from "../blocks/pooling.js";
import { heUniform, truncatedNormal } from "../kernel-initializer.js";
import type { LayerFactory } from "../layer-factory.js";
import { type BuildOptions, definePreset } from "../preset.js";
import { IMAGENET, imagenetTraining } from "./imagenet.js";

export interface SqueezenetVariant {
  readonly first: { readonly filters: number; readonly kernelSize: number };
  /** After the first pooling: filters of the 1×1 convolution of a fire module, which has four times so many out twice. */
  readonly modules: readonly (number | "pool")[];
}

/**
 * SqueezeNet with torchvision's layers and names: fire modules and no dense layer. Logits, `[batch, classes]`. The
 * small stem has stride 1 and no first pooling.
 */
export const squeezenet =
  ({ first, modules }: SqueezenetVariant) =>
  ({ input, classes, layers, stem }: BuildOptions): SymbolicTensor => {
    const pool = (maps: SymbolicTensor, index: number) =>
      ceilMaxPooling(layers, maps, { name: `features.${index}`, poolSize: 3, strides: 2 });
    const begin = { ...first, name: "features.0", activation: "relu" } as const;
    let maps =
      stem === "small"
        ? chain(input, ...convolution(layers, begin))
        : pool(chain(input, ...convolution(layers, { ...begin, strides: 2, padding: 0 })), 2);
    for (const [at, module] of modules.entries()) {
      maps = module === "pool" ? pool(maps, at + 3) : fire(layers, maps, `features.${at + 3}`, module);
    }
    return chain(
      maps,
      layers.dropout({ name: "classifier.0", rate: 0.5 }),
      ...convolution(layers, {
        name: "classifier.1",
        filters: classes,
        kernelSize: 1,
        activation: "relu",
        kernelInitializer: truncatedNormal(0.01),
      }),
      layers.globalAveragePooling2d({ name: "classifier.3" }),
    );
  };

/** A 1×1 convolution to few channels, then 1×1 and 3×3 ones side by side. */
export function fire(
  layers: LayerFactory,
  maps: SymbolicTensor,
  name: string,
  squeezed: number,
): SymbolicTensor {
  const conv = (part: string, filters: number, kernelSize: number) =>
    convolution(layers, { name: `${name}.${part}`, filters, kernelSize, activation: "relu" });
  const narrow = chain(maps, ...conv("squeeze", squeezed, 1));
  return join(
    layers.concatenate({ name }),
    chain(narrow, ...conv("expand1x1", 4 * squeezed, 1)),
    chain(narrow, ...conv("expand3x3", 4 * squeezed, 3)),
  );
}

const shared = {
  ...IMAGENET,
  family: "squeezenet",
  options: ["stem"],
  kernelInitializer: heUniform,
  training: imagenetTraining(0.01),
  source: "Iandola et al., 2016: SqueezeNet, arXiv 1602.07360; as torchvision",
} as const;

export const squeezenets = {
  "squeezenet1.0": definePreset({
    ...shared,
    name: "squeezenet1.0",
    title: "SqueezeNet 1.0: fire modules, AlexNet's accuracy with 50 times fewer parameters",
    build: squeezenet({
      first: { filters: 96, kernelSize: 7 },
      modules: [16, 16, 32, "pool", 32, 48, 48, 64, "pool", 64],
    }),
    expected: { parameters: 1_248_424, trainableParameters: 1_248_424, multiplyAdds: 818_924_576 },
  }),
  "squeezenet1.1": definePreset({
    ...shared,
    name: "squeezenet1.1",
    title: "SqueezeNet 1.1: the same accuracy with 2.4 times less computation",
    build: squeezenet({
      first: { filters: 64, kernelSize: 3 },
      modules: [16, 16, "pool", 32, 32, "pool", 48, 48, 64, 64],
    }),
    expected: { parameters: 1_235_496, trainableParameters: 1_235_496, multiplyAdds: 349_151_936 },
  }),
};
