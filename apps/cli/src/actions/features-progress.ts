import type { FeaturePart, FeatureProgress } from "@imgcls/runs";
import type { Output } from "../output.js";
import { countedProgress } from "./counted-progress.js";
import { formatCount, formatSeconds } from "./format.js";

const NAMES: Readonly<Record<FeaturePart | "all", string>> = {
  train: "training images",
  mirrored: "mirror images",
  test: "test images",
  all: "images",
};

type Progress = FeatureProgress & { readonly part: keyof typeof NAMES };

/** Shows how images go through a base, a part of the data set or all of it. */
export const featuresProgress = (output: Output): ((progress: Progress) => void) =>
  countedProgress<Progress>(output, {
    noun: ({ part }) => NAMES[part],
    doneLine,
    event: ({ part, done, total, computed, seconds }) => ({
      event: "features",
      part,
      done,
      total,
      computed,
      seconds,
    }),
  });

function doneLine({ part, total, computed, seconds }: Progress): string {
  const known = total - computed;
  const from =
    known === 0
      ? ""
      : known === total
        ? ", known from before"
        : `, ${formatCount(known)} of them known from before`;
  const rate = computed === 0 ? "" : ` (${Math.round(computed / seconds)} a second)`;
  return `Features of ${formatCount(total)} ${NAMES[part]} in ${formatSeconds(seconds)}${rate}${from}.`;
}
