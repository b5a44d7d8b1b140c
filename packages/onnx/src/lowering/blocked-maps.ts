import type { Shape, Value } from "../graph/graph.js";
import { pad, reshape, slice, transpose } from "../graph/ops/movement.js";
import { reorderInput, reorderOutput } from "../graph/ops/nchwc.js";

/*
 * The layout of blocked maps:
 *
 *     shape in the graph    [n, C, h, w]          C = the number of channels, rounded up to a multiple of the block B
 *     stored in memory as   [n, C / B, h, w, B]   B channels of a position are next to each other
 *
 * The channels that fill up the last block are padding and can hold any number. Maps with few channels, such as
 * images, are plain: they have the portable layout [n, c, h, w], without padding.
 */

export interface BlockRule {
  readonly block: number;
  /** Whether maps with so many channels are plain. */
  isPlain(channels: number): boolean;
}

export const roundUp = (count: number, block: number): number => Math.ceil(count / block) * block;

export type MapShape = readonly [batch: number, channels: number, height: number, width: number];

export const mapShape = (maps: Value): MapShape => maps.shape as unknown as MapShape;

/** Tells blocked maps from plain ones, which have fewer channels than a block. */
export const isBlocked = (maps: Value, block: number): boolean => maps.shape[1]! % block === 0;

/** Blocked maps in the shape in which they are stored, `[n, C / B, h, w, B]`. */
export function memoryOf(maps: Value, block: number): Value {
  const [batch, channels, height, width] = mapShape(maps);
  return reshape(maps, [batch, channels / block, height, width, block]);
}

/** The inverse of `memoryOf`. */
export function fromMemory(memory: Value): Value {
  const [batch, blocks, height, width, block] = memory.shape as [number, number, number, number, number];
  return reshape(memory, [batch, blocks * block, height, width]);
}

/** Converts `[n, h, w, c]` to blocked maps. */
export function enterBlocked(images: Value, block: number): Value {
  const [batch, height, width, channels] = images.shape as [number, number, number, number];
  const padded = roundUp(channels, block);
  const filled = pad(images, [0, 0, 0, 0], [0, 0, 0, padded - channels]);
  const split = reshape(filled, [batch, height, width, padded / block, block]);
  return fromMemory(transpose(split, [0, 3, 1, 2, 4]));
}

/** Converts blocked maps to `[n, h, w, c]`. */
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

/** Converts blocked maps to plain ones, `[n, channels, h, w]`. */
export const plainMaps = (maps: Value, channels: number): Value => reorderOutput(maps, channels);

/** Converts `[n, c, h, w]`, with any number of channels, to blocked maps. */
export function toBlocks(maps: Value, block: number): Value {
  // The runtime fills up the last block itself, but accepts only multiples of 4 channels.
  return reorderInput(padTo(maps, 1, roundUp(maps.shape[1]!, 4)), block);
}

/** Converts plain maps to blocked ones. Returns blocked maps as they are. */
export const asBlocked = (maps: Value, block: number): Value =>
  isBlocked(maps, block) ? maps : toBlocks(maps, block);

/** Computes with blocked maps what has no operator for blocks: converts them to plain maps and the result back. */
export const viaPlain = <M extends Value[]>(maps: M, block: number, compute: (...plain: M) => Value): Value =>
  toBlocks(compute(...(maps.map((value) => plainMaps(value, value.shape[1]!)) as unknown as M)), block);

/** Appends zeros to an axis, up to the length `extent`. */
export function padTo(value: Value, axis: number, extent: number): Value {
  const missing: Shape = value.shape.map((present, i) => (i === axis ? extent - present : 0));
  return pad(
    value,
    value.shape.map(() => 0),
    missing,
  );
}
