import type { Value } from "../graph/graph.js";
import { reshape } from "../graph/ops/movement.js";
import type { Lowering, MapExtent } from "../lowering/lowering.js";

/** Feature maps, in the order of their lowering. */
export interface Maps {
  readonly kind: "maps";
  readonly value: Value;
  readonly extent: MapExtent;
  readonly lowering: Lowering;
}

/** `[batch, features]`: feature maps whose elements are still in the order of their lowering. */
export interface FlattenedMaps {
  readonly kind: "flattened";
  readonly value: Value;
  readonly extent: MapExtent;
  readonly lowering: Lowering;
}

/** A tensor of any other rank than 4 in the LayersModel's own order, `[batch, features]` above all. */
export interface Plain {
  readonly kind: "plain";
  readonly value: Value;
}

/** A tensor on its way through the model. */
export type Feature = Maps | FlattenedMaps | Plain;

export const plain = (value: Value): Plain => ({ kind: "plain", value });

/** The input of a layer that accepts only maps, as its `unsupported` has checked. */
export function requireMaps(input: Feature | undefined): Maps {
  if (input?.kind === "maps") return input;
  throw new Error(`[imgcls/onnx] a layer takes feature maps and was given ${input?.kind ?? "nothing"}`);
}

/** The shape in the LayersModel, with the batch size. */
export function modelShape(feature: Feature): readonly number[] {
  if (feature.kind === "plain") return feature.value.shape;
  const { height, width, channels } = feature.extent;
  const batch = feature.value.shape[0]!;
  return feature.kind === "maps" ? [batch, height, width, channels] : [batch, height * width * channels];
}

/** The tensor in the LayersModel's own order and shape. */
export function plainValue(feature: Feature): Value {
  const { value } = feature;
  if (feature.kind === "plain") return value;
  const { lowering, extent } = feature;
  if (feature.kind === "maps") return lowering.leave(value, extent);
  return reshape(lowering.leave(lowering.unflatten(value, extent), extent), modelShape(feature));
}

/** The inverse of `plainValue`: a tensor in the LayersModel's order, ordered as `like` is. */
export function valueLike(like: Feature, value: Value): Value {
  if (like.kind === "plain") return value;
  const { lowering, extent } = like;
  if (like.kind === "maps") return lowering.enter(value);
  const { height, width, channels } = extent;
  const maps = lowering.enter(reshape(value, [value.shape[0]!, height, width, channels]));
  return lowering.flatten(maps, extent);
}

/** A tensor in the LayersModel's order as a feature: of rank 4 it is maps. */
export function featureOf(value: Value, lowering: Lowering): Feature {
  if (value.shape.length !== 4) return plain(value);
  const [, height, width, channels] = value.shape as [number, number, number, number];
  return { kind: "maps", value: lowering.enter(value), extent: { height, width, channels }, lowering };
}

/** Maps, or flattened maps, in the order of another lowering. */
export function convert<F extends Feature>(feature: F, lowering: Lowering): F {
  if (feature.kind === "plain" || feature.lowering === lowering) return feature;
  const target = { ...feature, lowering };
  return { ...target, value: valueLike(target, plainValue(feature)) };
}

/** `[batch, features]` as maps of one position; maps as they are. */
export function asMaps(feature: Feature, lowering: Lowering): Maps {
  if (feature.kind === "maps") return feature;
  const value = plainValue(feature);
  const [batch, channels] = value.shape as [number, number];
  const maps = lowering.enter(reshape(value, [batch, 1, 1, channels]));
  return { kind: "maps", value: maps, extent: { height: 1, width: 1, channels }, lowering };
}

/** Maps of one position as `[batch, features]`. */
export const asRows = (maps: Maps): Plain =>
  plain(reshape(plainValue(maps), [maps.value.shape[0]!, maps.extent.channels]));
