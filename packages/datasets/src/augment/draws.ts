/** Random parameters, from the stream of one image. */
import type { Random } from "../random.js";
import type { Range } from "./parameters.js";

/** Uniform from `least` to `greatest`. */
export const uniform = (random: Random, [least, greatest]: Range): number =>
  least + (greatest - least) * random.uniform();

/** A whole number from `least` to `greatest`, both included. */
export const whole = (random: Random, least: number, greatest: number): number =>
  least + random.integer(greatest - least + 1);
