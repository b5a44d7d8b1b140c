import { type Checks, object, optionProblems } from "@imgcls/checks";
import { limit } from "../option-checks.js";

/** What packed data may claim before they are refused: a small file must not fill the memory. */
export interface ArchiveLimits {
  /** Files and folders in an archive. Default 1,000,000. */
  readonly maxEntries: number;
  /** Bytes of one inflated file. Default 1 GiB. */
  readonly maxFileBytes: number;
  /** Bytes of everything that is inflated from one file. Default 16 GiB. */
  readonly maxTotalBytes: number;
  /**
   * Inflated bytes for each packed byte, once more than 64 MiB are inflated. Default 200: photographs and
   * scanned digits stay under 10, a text of one letter reaches 1,000.
   */
  readonly maxRatio: number;
}

export const DEFAULT_LIMITS: ArchiveLimits = {
  maxEntries: 1_000_000,
  maxFileBytes: 2 ** 30,
  maxTotalBytes: 2 ** 34,
  maxRatio: 200,
};

const CHECKS: Checks<ArchiveLimits> = {
  maxEntries: limit,
  maxFileBytes: limit,
  maxTotalBytes: limit,
  maxRatio: limit,
};

/** What is wrong with limits; that they are an object is checked with the options that they are one of. */
export const limitProblems = (limits: unknown): string[] =>
  object.accepts(limits) ? optionProblems("limits", limits as object, CHECKS) : [];

/** Inflated bytes that are never too many for their packed size. */
const RATIO_FLOOR = 64 * 2 ** 20;

/** The most bytes that `packedBytes` may inflate to. */
export const mostInflatedBytes = (packedBytes: number, { maxTotalBytes, maxRatio }: ArchiveLimits): number =>
  Math.min(maxTotalBytes, Math.max(RATIO_FLOOR, packedBytes * maxRatio));
