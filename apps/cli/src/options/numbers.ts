/** The range of every numeric option, and why it ends where it does: a wrong unit or a slip must not take the machine. */
import { availableParallelism } from "node:os";
import { number, wholeNumber } from "./checks.js";

const LARGEST_SEED = 2 ** 32 - 1;
const FEWEST_MOST_THREADS = 64;
const LARGEST_RATE = 1000;

export const epochs = wholeNumber(1, 100_000, "history and report keep a row of each");
export const batchSize = wholeNumber(1, 65_536, "a batch is in memory at once");
export const imageLimit = wholeNumber(1, LARGEST_SEED, "positions of images have 32 bits");
export const seed = wholeNumber(0, LARGEST_SEED, "seeds have 32 bits");
export const threads = wholeNumber(
  1,
  Math.max(FEWEST_MOST_THREADS, availableParallelism()),
  `threads beyond the ${availableParallelism()} processors here only wait for each other`,
);
export const learningRate = number(
  `a number above 0, up to ${LARGEST_RATE} (with more, weights leave the range of their numbers in a few steps)`,
  (value) => Number.isFinite(value) && value > 0 && value <= LARGEST_RATE,
);
export const top = wholeNumber(1, 100_000, "no model has more classes");
export const previewCount = wholeNumber(1, 10_000, "all are drawn in one picture");
export const opset = wholeNumber(13, 21, "the versions that can be written");
