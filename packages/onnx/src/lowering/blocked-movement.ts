import type { Value } from "../graph/graph.js";
import { concat, reshape, slice } from "../graph/ops/movement.js";
import { blockedUpsample } from "../graph/ops/nchwc.js";
import {
  asBlocked,
  type BlockRule,
  enterBlocked,
  isBlocked,
  leaveBlocked,
  mapShape,
  plainMaps,
  roundUp,
  toBlocks,
} from "./blocked-maps.js";
import { cropped, surrounded } from "./blocked-window.js";
import type { LaidOutMaps, Lowering } from "./lowering.js";
import { portable } from "./portable.js";

type Movement = Pick<
  Lowering,
  | "enter"
  | "leave"
  | "perChannel"
  | "flatten"
  | "unflatten"
  | "concatChannels"
  | "sliceChannels"
  | "pad"
  | "crop"
  | "upsample"
>;

const valuesOf = (parts: readonly LaidOutMaps[]): Value[] => parts.map(({ value }) => value);

/**
 * Conversions to blocks and back, and the operations that only move numbers: concatenate, slice, pad, crop, upsample.
 */
export function blockedMovement({ block, isPlain }: BlockRule): Movement {
  const isWhole = (channels: number): boolean => channels % block === 0;
  const asPlain = ({ value, extent }: LaidOutMaps): Value =>
    isBlocked(value, block) ? plainMaps(value, extent.channels) : value;
  const settled = (plain: Value): Value => (isPlain(plain.shape[1]!) ? plain : toBlocks(plain, block));

  /**
   * Concatenates two maps. If the channels of the first do not fill its last block, only that block is converted to
   * plain maps, joined with the second, and converted back.
   */
  const joined = (first: LaidOutMaps, second: LaidOutMaps): LaidOutMaps => {
    const { channels } = first.extent;
    const extent = { ...first.extent, channels: channels + second.extent.channels };
    const whole = isBlocked(first.value, block) ? channels - (channels % block) : 0;
    if (whole === 0) return { value: settled(concat([asPlain(first), asPlain(second)], 1)), extent };
    const blocks = slice(first.value, [{ axis: 1, start: 0, end: whole }]);
    if (whole === channels) return { value: concat([blocks, asBlocked(second.value, block)], 1), extent };
    const over = slice(first.value, [{ axis: 1, start: whole, end: first.value.shape[1]! }]);
    const plainOver = asPlain({ value: over, extent: { ...extent, channels: channels - whole } });
    const tail = toBlocks(concat([plainOver, asPlain(second)], 1), block);
    return { value: concat([blocks, tail], 1), extent };
  };

  return {
    enter: (images) => (isPlain(images.shape[3]!) ? portable.enter(images) : enterBlocked(images, block)),
    leave: (maps, extent) =>
      isBlocked(maps, block) ? leaveBlocked(maps, extent.channels, block) : portable.leave(maps, extent),
    perChannel(maps, numbers) {
      if (isPlain(numbers.length)) return portable.perChannel(maps, numbers);
      const padded = new Float32Array(roundUp(numbers.length, block));
      padded.set(numbers);
      return maps.graph.constant(padded, [1, padded.length, 1, 1]);
    },

    flatten(maps) {
      const [batch, channels, height, width] = mapShape(maps);
      return reshape(maps, [batch, channels * height * width]);
    },
    unflatten(rows, { height, width }) {
      const [batch, features] = rows.shape as [number, number];
      return reshape(rows, [batch, features / (height * width), height, width]);
    },

    concatChannels(parts) {
      const isSeamless = parts.slice(0, -1).every(({ extent }) => isWhole(extent.channels));
      const areBlocked = parts.every(({ value }) => isBlocked(value, block));
      return isSeamless && areBlocked ? concat(valuesOf(parts), 1) : parts.reduce(joined).value;
    },
    sliceChannels({ value, extent }, start, end) {
      if (!isBlocked(value, block)) return settled(slice(value, [{ axis: 1, start, end }]));
      const first = start - (start % block);
      const blocks = slice(value, [{ axis: 1, start: first, end: roundUp(end, block) }]);
      if (start === first && !isPlain(end - start)) return blocks;
      const plain = asPlain({ value: blocks, extent: { ...extent, channels: end - first } });
      return settled(slice(plain, [{ axis: 1, start: start - first, end: end - first }]));
    },

    pad: (maps, borders) =>
      isBlocked(maps, block) ? surrounded(maps, borders) : portable.pad(maps, borders),
    crop(maps, borders) {
      const [, , height, width] = mapShape(maps);
      const { top, bottom, left, right } = borders;
      const inside = [
        { start: top, end: height - bottom },
        { start: left, end: width - right },
      ] as const;
      return cropped(maps, inside, block);
    },
    upsample: (maps, size) =>
      isBlocked(maps, block) ? blockedUpsample(maps, size) : portable.upsample(maps, size),
  };
}
