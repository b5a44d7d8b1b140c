import { unsupportedConstraint } from "../constraints/max-norm.js";
import { type PaddingMode, type Window, windowAxis } from "../graph/shapes.js";
import type { MapExtent } from "../lowering/lowering.js";
import type { LayerStep } from "../walk-model.js";
import { ACTIVATIONS, type ActivationName } from "./activation-functions.js";

/** Reads the options that several layers share out of a layer's configuration, and says what is not supported. */

export const activationOf = ({ config }: LayerStep): ActivationName =>
  (config.activation as ActivationName | null | undefined) ?? "linear";

export function unsupportedActivation({ config }: LayerStep): string[] {
  const name = config.activation ?? "linear";
  if (typeof name === "string" && Object.hasOwn(ACTIVATIONS, name)) return [];
  return [
    `activation ${JSON.stringify(name)} is not supported, use one of ${Object.keys(ACTIVATIONS).join(", ")}`,
  ];
}

/** What layers with a kernel and a bias have in common. */
export function unsupportedWeightOptions({ config }: LayerStep): string[] {
  const regularizers = ["kernelRegularizer", "biasRegularizer", "activityRegularizer"]
    .filter((option) => config[option] != null)
    .map((option) => `${option} is not supported, leave it out`);
  const constraints = ["kernelConstraint", "biasConstraint"].flatMap((option) =>
    unsupportedConstraint(option, config[option]),
  );
  return [...regularizers, ...constraints];
}

export function unsupportedDataFormat({ config }: LayerStep): string[] {
  return config.dataFormat == null || config.dataFormat === "channelsLast"
    ? []
    : [`dataFormat "${String(config.dataFormat)}" is not supported, use "channelsLast"`];
}

/** An option given as one number or a pair, as a pair. */
export const pairOf = (option: unknown): [number, number] =>
  Array.isArray(option) ? [option[0] as number, option[1] as number] : [option as number, option as number];

export function unsupportedPadding({ config }: LayerStep): string[] {
  return config.padding === "valid" || config.padding === "same"
    ? []
    : [`padding "${String(config.padding)}" is not supported, use "valid" or "same"`];
}

type Pair = readonly [height: number, width: number];

/** How the window of a convolution or a pooling slides over maps of that extent. */
export function windowOf(
  { padding }: LayerStep["config"],
  { height, width }: MapExtent,
  { size, strides, dilation = [1, 1] }: { size: Pair; strides: Pair; dilation?: Pair },
): Window {
  const axis = (extent: number, i: 0 | 1) =>
    windowAxis(extent, size[i], strides[i], padding as PaddingMode, dilation[i]);
  return [axis(height, 0), axis(width, 1)];
}
