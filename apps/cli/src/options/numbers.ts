/** The range of every numeric option, and why it ends where it does: a wrong unit or a slip must not take the machine. */
import { availableParallelism } from "node:os";
import * as fields from "@imgcls/runs/fields";
import { z } from "zod";
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
const LONGEST_SECONDS = 7 * 24 * 3600;

/** `60s`, `5m`, `1h`, or a number of seconds. */
export const duration = z.string().transform((text, context) => {
  const [, number, unit = "s"] = /^(\d+(?:\.\d+)?)\s*(s|m|h)?$/.exec(text.trim()) ?? [];
  const seconds = Number(number) * { s: 1, m: 60, h: 3600 }[unit as "s" | "m" | "h"];
  if (seconds > 0 && seconds <= LONGEST_SECONDS) return seconds;
  context.issues.push({
    code: "custom",
    input: text,
    message: `expected a time such as 60s, 5m or 1h, up to a week, received "${text}"`,
  });
  return z.NEVER;
});

export const top = wholeNumber(1, 100_000, "no model has more classes");
export const previewCount = wholeNumber(1, 10_000, "all are drawn in one picture");
export const clusters = wholeNumber(1, 1000, "each has a part of the page");
export const opset = wholeNumber(13, 21, "the versions that can be written");
