/** The range of every numeric option, and why it ends where it does: a wrong unit or a slip must not take the machine. */
import { availableParallelism } from "node:os";
import * as fields from "@imgcls/runs/fields";
import { numberOf, wholeNumber } from "./checks.js";

const FEWEST_MOST_THREADS = 64;

export const epochs = numberOf(fields.epochs);
export const batchSize = numberOf(fields.batchSize);
export const imageLimit = numberOf(fields.limit);
export const seed = numberOf(fields.seed);
export const learningRate = numberOf(fields.learningRate);
export const threads = wholeNumber(
  1,
  Math.max(FEWEST_MOST_THREADS, availableParallelism()),
  `threads beyond the ${availableParallelism()} processors here only wait for each other`,
);
export const top = wholeNumber(1, 100_000, "no model has more classes");
export const previewCount = wholeNumber(1, 10_000, "all are drawn in one picture");
export const opset = wholeNumber(13, 21, "the versions that can be written");
