import type { SymbolicTensor } from "@tensorflow/tfjs";
import { chain, channelsOf, join } from "../blocks/chain.js";
import { convolution, depthwiseConvolution } from "../blocks/convolution.js";
import { truncatedNormal } from "../kernel-initializer.js";
import type { LayerFactory } from "../layer-factory.js";
import { type BuildOptions, definePreset } from "../preset.js";
import { IMAGENET, LOGITS_LOSS } from "./imagenet.js";

export interface ConvnextVariant {
  /** Blocks in each stage. */
  readonly depths: readonly number[];
  readonly widths: readonly number[];
  /** Share of images for which the last block's branch is left out in training; it grows from 0 with the depth. */
  readonly stochasticDepth: number;
}

const NORMALIZATION = { epsilon: 1e-6 } as const;

/**
 * ConvNeXt with torchvision's layers and names. Logits, `[batch, classes]`. The small stem is a 3×3 convolution of
 * stride 1 for the 4×4 one of stride 4.
 */
export const convnext =
  ({ depths, widths, stochasticDepth }: ConvnextVariant) =>
  ({ input, classes, layers, stem }: BuildOptions): SymbolicTensor => {
    const total = depths.reduce((sum, depth) => sum + depth, 0);
    const first = { name: "features.0.0", filters: widths[0]! };
    let maps = chain(
      input,
      ...convolution(
        layers,
        stem === "small" ? { ...first, kernelSize: 3 } : { ...first, kernelSize: 4, strides: 4, padding: 0 },
      ),
      layers.layerNormalization({ ...NORMALIZATION, name: "features.0.1" }),
    );
    let block = 0;
    for (const [stage, depth] of depths.entries()) {
      if (stage > 0) {
        maps = chain(
          maps,
          layers.layerNormalization({ ...NORMALIZATION, name: `features.${2 * stage}.0` }),
          ...convolution(layers, {
            name: `features.${2 * stage}.1`,
            filters: widths[stage]!,
            kernelSize: 2,
            strides: 2,
            padding: 0,
          }),
        );
      }
      for (let index = 0; index < depth; index++) {
        const dropRate = (stochasticDepth * block) / (total - 1);
        maps = convnextBlock(layers, maps, `features.${2 * stage + 1}.${index}`, dropRate);
        block += 1;
      }
    }
    return chain(
      maps,
      layers.globalAveragePooling2d({ name: "avgpool" }),
      layers.layerNormalization({ ...NORMALIZATION, name: "classifier.0" }),
      layers.dense({ name: "classifier.2", units: classes }),
    );
  };

/** Depthwise 7×7, normalization, and a perceptron with four times the channels inside (figure 4 of the paper). */
export function convnextBlock(
  layers: LayerFactory,
  maps: SymbolicTensor,
  name: string,
  dropRate: number,
): SymbolicTensor {
  const channels = channelsOf(maps);
  const pointwise = (at: number, filters: number) =>
    convolution(layers, {
      name: `${name}.block.${at}`,
      filters,
      kernelSize: 1,
      ...(filters > channels ? { activation: "gelu" } : {}),
    });
  const branch = chain(
    maps,
    ...depthwiseConvolution(layers, { name: `${name}.block.0`, kernelSize: 7 }),
    layers.layerNormalization({ ...NORMALIZATION, name: `${name}.block.2` }),
    ...pointwise(3, 4 * channels),
    ...pointwise(5, channels),
    layers.layerScale({ name: `${name}.layer_scale` }),
    layers.stochasticDepth({ name: `${name}.stochastic_depth`, rate: dropRate }),
  );
  return join(layers.add(), maps, branch);
}

export const convnexts = {
  "convnext-tiny": definePreset({
    ...IMAGENET,
    name: "convnext-tiny",
    title: "ConvNeXt-Tiny: a ResNet with the choices of transformers",
    family: "convnext",
    options: ["stem"],
    kernelInitializer: truncatedNormal(0.02),
    build: convnext({ depths: [3, 3, 9, 3], widths: [96, 192, 384, 768], stochasticDepth: 0.1 }),
    training: {
      optimizer: { type: "adam", learningRate: 0.004 },
      loss: LOGITS_LOSS,
      batchSize: 4096,
      epochs: 300,
    },
    expected: { parameters: 28_589_128, trainableParameters: 28_589_128, multiplyAdds: 4_455_531_264 },
    source: "Liu et al., 2022: A ConvNet for the 2020s, arXiv 2201.03545; as torchvision",
  }),
};
