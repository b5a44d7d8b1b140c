import { random } from "../random.js";

/** Which images an epoch has, in which order: `[length]`, positions in the data set. */
export type EpochOrder = (epoch: number) => Uint32Array;

export const inOrder =
  (length: number): EpochOrder =>
  () =>
    Uint32Array.from({ length }, (_, index) => index);

/** A new order every epoch, which depends on the seed and the epoch alone. */
export const shuffled =
  (length: number, seed: number): EpochOrder =>
  (epoch) =>
    random(seed, "shuffle", epoch).shuffle(inOrder(length)(epoch));
