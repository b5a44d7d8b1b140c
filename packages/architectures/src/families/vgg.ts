import type { layers, SymbolicTensor } from "@tensorflow/tfjs";
import { chain } from "../blocks/chain.js";
import { convolution, normActivation } from "../blocks/convolution.js";
import { heNormalFanOut, truncatedNormal } from "../kernel-initializer.js";
import { type BuildOptions, definePreset, type Preset } from "../preset.js";
import { IMAGENET, imagenetTraining } from "./imagenet.js";

export interface VggVariant {
  /** Filters of the 3×3 convolutions, "pool" between the stages. */
  readonly widths: readonly (number | "pool")[];
  /** Batch normalization after each convolution. */
  readonly normalized: boolean;
}

/**
 * VGG with torchvision's layers and names. Logits, `[batch, classes]`. It has no stem; for the small one its
 * two dense layers have 512 units for 4096, and its pooling keeps a row that is left over.
 */
export const vgg =
  ({ widths, normalized }: VggVariant) =>
  ({ input, classes, layers, stem }: BuildOptions): SymbolicTensor => {
    const [units, padding] = stem === "small" ? ([512, "same"] as const) : ([4096, "valid"] as const);
    const features: layers.Layer[] = [];
    // torchvision counts activations too.
    let index = 0;
    for (const width of widths) {
      const name = `features.${index}`;
      if (width === "pool") {
        features.push(layers.maxPooling2d({ name, poolSize: 2, padding }));
        index += 1;
      } else if (normalized) {
        features.push(...convolution(layers, { name, filters: width, kernelSize: 3 }));
        features.push(...normActivation(layers, { name: `features.${index + 1}`, activation: "relu" }));
        index += 3;
      } else {
        features.push(...convolution(layers, { name, filters: width, kernelSize: 3, activation: "relu" }));
        index += 2;
      }
    }
    const dense = (at: number, size: number) => ({
      name: `classifier.${at}`,
      units: size,
      kernelInitializer: truncatedNormal(0.01),
    });
    return chain(
      input,
      ...features,
      layers.flatten(),
      layers.dense({ ...dense(0, units), activation: "relu" }),
      layers.dropout({ name: "classifier.2", rate: 0.5 }),
      layers.dense({ ...dense(3, units), activation: "relu" }),
      layers.dropout({ name: "classifier.5", rate: 0.5 }),
      layers.dense(dense(6, classes)),
    );
  };

const WIDTHS = {
  11: [64, "pool", 128, "pool", 256, 256, "pool", 512, 512, "pool", 512, 512, "pool"],
  13: [64, 64, "pool", 128, 128, "pool", 256, 256, "pool", 512, 512, "pool", 512, 512, "pool"],
  16: [
    ...[64, 64, "pool", 128, 128, "pool", 256, 256, 256, "pool"],
    ...[512, 512, 512, "pool", 512, 512, 512, "pool"],
  ],
  19: [
    ...[64, 64, "pool", 128, 128, "pool", 256, 256, 256, 256, "pool"],
    ...[512, 512, 512, 512, "pool", 512, 512, 512, 512, "pool"],
  ],
} as Record<11 | 13 | 16 | 19, readonly (number | "pool")[]>;

const imagenetVgg = <const Name extends string>(
  name: Name,
  depth: keyof typeof WIDTHS,
  normalized: boolean,
  expected: Preset["expected"],
) =>
  definePreset({
    ...IMAGENET,
    name,
    title: `VGG of ${depth} layers with weights${normalized ? ", batch normalization" : ""}`,
    family: "vgg",
    options: ["stem"],
    kernelInitializer: heNormalFanOut,
    build: vgg({ widths: WIDTHS[depth], normalized }),
    training: normalized ? imagenetTraining() : imagenetTraining(0.01),
    expected,
    source: "Simonyan and Zisserman, 2014: Very Deep Convolutional Networks, arXiv 1409.1556; as torchvision",
  });

export const vggs = {
  vgg11: imagenetVgg("vgg11", 11, false, {
    parameters: 132_863_336,
    trainableParameters: 132_863_336,
    multiplyAdds: 7_609_090_048,
  }),
  vgg13: imagenetVgg("vgg13", 13, false, {
    parameters: 133_047_848,
    trainableParameters: 133_047_848,
    multiplyAdds: 11_308_466_176,
  }),
  vgg16: imagenetVgg("vgg16", 16, false, {
    parameters: 138_357_544,
    trainableParameters: 138_357_544,
    multiplyAdds: 15_470_264_320,
  }),
  vgg19: imagenetVgg("vgg19", 19, false, {
    parameters: 143_667_240,
    trainableParameters: 143_667_240,
    multiplyAdds: 19_632_062_464,
  }),
  "vgg11-bn": imagenetVgg("vgg11-bn", 11, true, {
    parameters: 132_874_344,
    trainableParameters: 132_868_840,
    multiplyAdds: 7_609_090_048,
  }),
  "vgg13-bn": imagenetVgg("vgg13-bn", 13, true, {
    parameters: 133_059_624,
    trainableParameters: 133_053_736,
    multiplyAdds: 11_308_466_176,
  }),
  "vgg16-bn": imagenetVgg("vgg16-bn", 16, true, {
    parameters: 138_374_440,
    trainableParameters: 138_365_992,
    multiplyAdds: 15_470_264_320,
  }),
  "vgg19-bn": imagenetVgg("vgg19-bn", 19, true, {
    parameters: 143_689_256,
    trainableParameters: 143_678_248,
    multiplyAdds: 19_632_062_464,
  }),
};
