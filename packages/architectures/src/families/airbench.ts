import type { SymbolicTensor } from "@tensorflow/tfjs";
import { chain } from "../blocks/chain.js";
import { diracOver, pytorchUniform } from "../kernel-initializer.js";
import { type BuildOptions, definePreset } from "../preset.js";
import { CIFAR } from "./cifar.js";

/** Two filters, an eigenvector and its negative, for each of 2·2·3 numbers of a patch. */
const WHITENING_FILTERS = 24;
const WIDTHS = [64, 256, 256] as const;
const LOGIT_SCALE = 1 / 9;

/**
 * airbench94's network for 32×32 images. Logits, `[batch, classes]`. The first convolution is frozen: give it the
 * eigenvectors of the training images' patches with `whitenFirstLayer` before training; its bias, a layer of its
 * own named "whiten.bias", is trained for the first three epochs in the record.
 */
export function airbench94({ input, classes, layers }: BuildOptions): SymbolicTensor {
  const conv = (name: string, filters: number) =>
    layers.conv2d({
      name,
      filters,
      kernelSize: 3,
      padding: "same",
      useBias: false,
      kernelInitializer: diracOver(pytorchUniform),
    });
  const norm = (name: string) => [
    layers.batchNormalization({ name, scale: false, epsilon: 1e-12, momentum: 0.6 }),
    layers.activation("gelu"),
  ];
  const group = (name: string, filters: number) => [
    conv(`${name}.conv1`, filters),
    layers.maxPooling2d({ name: `${name}.pool`, poolSize: 2 }),
    ...norm(`${name}.norm1`),
    conv(`${name}.conv2`, filters),
    ...norm(`${name}.norm2`),
  ];
  return chain(
    input,
    layers.conv2d({
      name: "whiten",
      filters: WHITENING_FILTERS,
      kernelSize: 2,
      useBias: false,
      trainable: false,
    }),
    layers.channelBias({ name: "whiten.bias" }),
    layers.activation("gelu"),
    ...WIDTHS.flatMap((filters, index) => group(`group${index + 1}`, filters)),
    layers.maxPooling2d({ name: "pool", poolSize: 3 }),
    layers.flatten(),
    layers.dense({ name: "head", units: classes, useBias: false }),
    layers.rescaling({ name: "scale", scale: LOGIT_SCALE }),
  );
}

export const airbenches = {
  airbench94: definePreset({
    ...CIFAR,
    name: "airbench94",
    title: "The network of the 94 % in seconds record: whitened patches, seven convolutions",
    family: "airbench",
    kernelInitializer: pytorchUniform,
    build: airbench94,
    training: {
      ...CIFAR.training,
      optimizer: { type: "sgd", learningRate: 0.1, momentum: 0.85, nesterov: true },
      batchSize: 1024,
      epochs: 10,
    },
    expected: {
      parameters: 1_973_944,
      trainableParameters: 1_971_352,
      multiplyAdds: 118_147_360,
      testAccuracy: 0.94,
    },
    source: "Jordan, 2024: 94% on CIFAR-10 in 3.29 Seconds on a Single GPU, arXiv 2404.00498",
  }),
};
