import type { LayerStep } from "../walk-model.js";

/*
 * Layers that the blocked lowering compiles: those that need nothing of maps but what it has operators for. The
 * others are left to the portable lowering, with a change of order on the way in and out.
 */
const COMPILES: Readonly<Record<string, (step: LayerStep) => boolean>> = {
  Activation: isElementwise,
  Add: () => true,
  Average: () => true,
  AveragePooling2D: () => true,
  BatchNormalization: () => true,
  Concatenate: () => true,
  Conv2D: isElementwise,
  Cropping2D: () => true,
  Dense: () => true,
  Dropout: () => true,
  ELU: () => true,
  Flatten: () => true,
  GlobalAveragePooling2D: () => true,
  LeakyReLU: () => true,
  MaxPooling2D: () => true,
  Multiply: () => true,
  ReLU: () => true,
  UpSampling2D: () => true,
  ZeroPadding2D: () => true,
};

/** Softmax mixes the channels of a position. */
function isElementwise({ config, inputShapes: [shape] }: LayerStep): boolean {
  return config.activation !== "softmax" || shape?.length !== 4;
}

export const compilesInBlocks = (step: LayerStep): boolean => COMPILES[step.className]?.(step) ?? false;
