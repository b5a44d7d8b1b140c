/** What was seen in images as findings: which kind it is, why, and what is proposed. */
import type { CopiedImages, Examination, FaultyImage, ImagePlace } from "@imgcls/datasets";
import type { LikelyLabelError } from "@imgcls/evaluation";
import type { ClassOutlier } from "@imgcls/transfer";
import { FINDING_KINDS, type Finding } from "./finding.js";

/** Of copies, that of the part that results are compared by stays. */
const STAYS_FIRST = ["test", "validation", "train"];

export const isExcludable = ({ part }: ImagePlace): boolean => part !== "test";

export const findingsOf = ({ copies, faults }: Examination): Finding[] =>
  inOrder([...copies.map(copiesFound), ...faults.map(faultFound)]);

/** The most serious kind first, then the clearest of its kind. */
export const inOrder = (findings: readonly Finding[]): Finding[] =>
  FINDING_KINDS.flatMap((kind) => findings.filter((finding) => finding.kind === kind));

function copiesFound({ images, samePixels, similarity }: CopiedImages): Finding {
  const ordered = [...images].sort((a, b) => STAYS_FIRST.indexOf(a.part) - STAYS_FIRST.indexOf(b.part));
  const common = {
    images: ordered,
    value: similarity,
    why: samePixels ? "the same pixels" : `correlation ${similarity.toFixed(3)}`,
  };
  const copies = ordered.slice(1).filter(isExcludable);
  if (new Set(images.map(({ label }) => label)).size > 1) {
    return { kind: "twoClasses", ...common, exclude: ordered.filter(isExcludable) };
  }
  if (new Set(images.map(({ part }) => part)).size > 1)
    return { kind: "twoParts", ...common, exclude: copies };
  if (samePixels) return { kind: "copies", ...common, exclude: copies };
  return { kind: "nearCopies", ...common, exclude: [] };
}

const FAULT_IN_WORDS: Readonly<Record<FaultyImage["fault"], (value: number) => string>> = {
  blank: (value) => `its levels vary by ${value.toFixed(1)} of 255`,
  dark: (value) => `99 % of it is below level ${value + 1} of 255`,
  bright: (value) => `95 % of it is above level ${value - 1} of 255`,
  oddSize: (value) => `its side is ${value.toPrecision(2)} times the usual one`,
  oddShape: (value) => `its sides are as ${value.toFixed(2)} to 1`,
  blurred: (value) => `sharpness ${value.toPrecision(2)}`,
};

const faultFound = ({ fault, image, value }: FaultyImage): Finding => ({
  kind: fault,
  images: [image],
  value,
  why: FAULT_IN_WORDS[fault](value),
  exclude: fault === "blank" ? [image].filter(isExcludable) : [],
});

/** @param places of the images that were judged */
export const labelErrorFound = (
  { index, suggested, selfConfidence, suggestedConfidence }: LikelyLabelError,
  places: readonly ImagePlace[],
): Finding => {
  const image = places[index]!;
  return {
    kind: "labelError",
    images: [image],
    value: selfConfidence,
    why: `${inPercent(selfConfidence)} likely as labelled, ${inPercent(suggestedConfidence)} otherwise`,
    suggested,
    exclude: [image].filter(isExcludable),
  };
};

/** @param places of the images that were compared */
export const outlierFound = (
  { index, distance, usual }: ClassOutlier,
  places: readonly ImagePlace[],
): Finding => ({
  kind: "outlier",
  images: [places[index]!],
  value: distance,
  why: `distance ${distance.toPrecision(2)}, usually ${usual.toPrecision(2)}`,
  exclude: [],
});

const inPercent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
