import { unsupportedConstraint } from "../constraints/index.js";
import { type Padding, type Window, windowAxis } from "../graph/shapes.js";
import type { MapExtent } from "../lowering/lowering.js";
import { unsupportedRegularizer } from "../regularizers/index.js";
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

/** Regularizers and constraints of its weights. */
export function unsupportedWeightOptions({ config }: LayerStep): string[] {
  return Object.entries(config).flatMap(([option, value]) => {
    if (value == null) return [];
    if (option.endsWith("Regularizer")) return unsupportedRegularizer(option, value);
    return option.endsWith("Constraint") ? unsupportedConstraint(option, value) : [];
  });
}

export function unsupportedDataFormat({ config }: LayerStep): string[] {
  return config.dataFormat == null || config.dataFormat === "channelsLast"
    ? []
    : [`dataFormat "${String(config.dataFormat)}" is not supported, use "channelsLast"`];
}

/** What layers of feature maps have in common. */
export const unsupportedMaps = (step: LayerStep): string[] => [
  ...unsupportedRank(step, 3),
  ...unsupportedDataFormat(step),
];

const RANKS: Readonly<Record<number, string>> = {
  1: "[batch, features]",
  3: "feature maps, [batch, height, width, channels]",
};

/** Problems with the rank of a layer's inputs; `ranks` are the accepted ones, without the batch. */
export function unsupportedRank({ inputShapes }: LayerStep, ...ranks: readonly (1 | 3)[]): string[] {
  const wrong = inputShapes.filter((shape) => !ranks.some((rank) => rank === shape.length));
  const expected = ranks.map((rank) => RANKS[rank]).join(" or ");
  return wrong.map((shape) => `it takes ${expected}, not [${["batch", ...shape].join(", ")}]`);
}

/** Of a layer that works along the channels, the last axis. */
export function unsupportedAxis({ config: { axis }, inputShapes }: LayerStep): string[] {
  const axes = [axis].flat();
  const isLast = axes.length === 1 && (axes[0] === -1 || axes[0] === inputShapes[0]!.length);
  return isLast ? [] : [`axis ${JSON.stringify(axis)} is not supported here, use -1`];
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

/** The padding of an axis, where `takePadding` has left one for each. */
const paddingOf = (padding: unknown, axis: 0 | 1): Padding =>
  (Array.isArray(padding) ? padding[axis] : padding) as Padding;

/** How the window of a convolution or a pooling slides over maps of that extent. */
export function windowOf(
  { padding }: LayerStep["config"],
  { height, width }: Pick<MapExtent, "height" | "width">,
  { size, strides, dilation = [1, 1] }: { size: Pair; strides: Pair; dilation?: Pair },
): Window {
  const axis = (extent: number, i: 0 | 1) =>
    windowAxis(extent, size[i], strides[i], paddingOf(padding, i), dilation[i]);
  return [axis(height, 0), axis(width, 1)];
}
