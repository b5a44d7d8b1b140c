import type { Value } from "../graph/graph.js";
import { concat, reshape, slice } from "../graph/ops/movement.js";
import { blockedUpsample } from "../graph/ops/nchwc.js";
import {
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

/** How maps come into blocks and out of them, and what moves them there without computing. */
export function blockedMovement({ block, isPlain }: BlockRule): Movement {
  const isWhole = (channels: number): boolean => channels % block === 0;
  const asPlain = ({ value, extent }: LaidOutMaps): Value =>
    isBlocked(value, block) ? plainMaps(value, extent.channels) : value;
  const settled = (plain: Value): Value => (isPlain(plain.shape[1]!) ? plain : toBlocks(plain, block));

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
      if (isSeamless && areBlocked) {
        return concat(
          parts.map(({ value }) => value),
          1,
        );
      }
      return settled(concat(parts.map(asPlain), 1));
    },
    sliceChannels(maps, start, end) {
      const isSeamless = isWhole(start) && !isPlain(end - start) && isBlocked(maps.value, block);
      if (isSeamless)
        return slice(maps.value, [{ axis: 1, start, end: start + roundUp(end - start, block) }]);
      return settled(slice(asPlain(maps), [{ axis: 1, start, end }]));
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
