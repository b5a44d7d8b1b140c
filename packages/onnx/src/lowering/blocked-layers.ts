import { mixesChannels } from "../layers/activation-functions.js";
import { activationOf } from "../layers/layer-options.js";
import { POOLED_CONV } from "../rewrite-model.js";
import type { LayerStep } from "../walk-model.js";

const always = () => true;

/** Softmax needs all channels of a position next to each other, which blocks do not give. */
const keepsChannelsApart = (step: LayerStep): boolean =>
  step.inputShapes[0]?.length !== 3 || !mixesChannels(activationOf(step));

const hasOneFilterAChannel = (step: LayerStep): boolean =>
  step.config.depthMultiplier === 1 && keepsChannelsApart(step);

/**
 * The layers that the blocked lowering compiles. All others are left to the portable lowering, and their inputs and
 * outputs are converted between the two layouts.
 */
const COMPILES: Readonly<Record<string, (step: LayerStep) => boolean>> = {
  Activation: keepsChannelsApart,
  Add: always,
  Average: always,
  AveragePooling2D: always,
  BatchNormalization: always,
  Concatenate: always,
  Conv2D: keepsChannelsApart,
  [POOLED_CONV]: always,
  Cropping2D: always,
  Dense: always,
  DepthwiseConv2D: hasOneFilterAChannel,
  Dropout: always,
  ELU: always,
  Flatten: always,
  GlobalAveragePooling2D: always,
  LeakyReLU: always,
  MaxPooling2D: always,
  Multiply: always,
  ReLU: always,
  SeparableConv2D: hasOneFilterAChannel,
  UpSampling2D: always,
  ZeroPadding2D: always,
};

export const compilesInBlocks = (step: LayerStep): boolean => COMPILES[step.className]?.(step) ?? false;
