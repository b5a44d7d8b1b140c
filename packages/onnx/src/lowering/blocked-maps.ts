import type { Shape, Value } from "../graph/graph.js";
import { pad, reshape, slice, transpose } from "../graph/ops/movement.js";
import { reorderInput, reorderOutput } from "../graph/ops/nchwc.js";

/*
 * Maps of the blocked lowering call themselves [n, C, h, w]. C is a multiple of the block B, and they lie in
 * memory as [n, C / B, h, w, B]; what the last block holds beyond the channels is padding, of any value. Maps of
 * few channels, images above all, are plain: in the portable order, without padding.
 */

export interface BlockRule {
  readonly block: number;
  /** Whether maps of that many channels are plain. */
  isPlain(channels: number): boolean;
}

export const roundUp = (count: number, block: number): number => Math.ceil(count / block) * block;

export type MapShape = readonly [batch: number, channels: number, height: number, width: number];

export const mapShape = (maps: Value): MapShape => maps.shape as unknown as MapShape;

/** Plain maps have fewer channels than a block. */
export const isBlocked = (maps: Value, block: number): boolean => maps.shape[1]! % block === 0;

/** Blocked maps with the shape of their memory, and back. */
export function memoryOf(maps: Value, block: number): Value {
  const [batch, channels, height, width] = mapShape(maps);
  return reshape(maps, [batch, channels / block, height, width, block]);
}

export function fromMemory(memory: Value): Value {
  const [batch, blocks, height, width, block] = memory.shape as [number, number, number, number, number];
  return reshape(memory, [batch, blocks * block, height, width]);
}

/** From `[n, h, w, c]`. */
export function enterBlocked(images: Value, block: number): Value {
  const [batch, height, width, channels] = images.shape as [number, number, number, number];
  const padded = roundUp(channels, block);
  const filled = pad(images, [0, 0, 0, 0], [0, 0, 0, padded - channels]);
  const split = reshape(filled, [batch, height, width, padded / block, block]);
  return fromMemory(transpose(split, [0, 3, 1, 2, 4]));
}

/** To `[n, h, w, c]`. */
export function leaveBlocked(maps: Value, channels: number, block: number): Value {
  const [batch, padded, height, width] = mapShape(maps);
  const positions = reshape(transpose(memoryOf(maps, block), [0, 2, 3, 1, 4]), [
    batch,
    height,
    width,
    padded,
  ]);
  return padded === channels ? positions : slice(positions, [{ axis: 3, start: 0, end: channels }]);
}

/** Blocked maps as plain ones, `[n, channels, h, w]`. */
export const plainMaps = (maps: Value, channels: number): Value => reorderOutput(maps, channels);

/** `[n, c, h, w]` in that order, of any number of channels, as blocked maps. */
export function toBlocks(maps: Value, block: number): Value {
  // The runtime fills up blocks itself, from multiples of 4 on.
  return reorderInput(padTo(maps, 1, roundUp(maps.shape[1]!, 4)), block);
}

/** Plain maps become blocked ones, and those stay. */
export const asBlocked = (maps: Value, block: number): Value =>
  isBlocked(maps, block) ? maps : toBlocks(maps, block);

/** What has no operator in blocks, of blocked maps, by way of the portable order. */
export const viaPlain = <M extends Value[]>(maps: M, block: number, compute: (...plain: M) => Value): Value =>
  toBlocks(compute(...(maps.map((value) => plainMaps(value, value.shape[1]!)) as unknown as M)), block);

/** Zeros behind what an axis holds, up to the extent. */
export function padTo(value: Value, axis: number, extent: number): Value {
  const missing: Shape = value.shape.map((present, i) => (i === axis ? extent - present : 0));
  return pad(
    value,
    value.shape.map(() => 0),
    missing,
  );
}
