import type { Stem } from "../preset.js";

export interface Stage {
  readonly expansion: number;
  readonly kernelSize: number;
  readonly strides: number;
  readonly filters: number;
  readonly repeats: number;
}

/** Table 1 of the paper. */
export const B0_STAGES: readonly Stage[] = [
  { expansion: 1, kernelSize: 3, strides: 1, filters: 16, repeats: 1 },
  { expansion: 6, kernelSize: 3, strides: 2, filters: 24, repeats: 2 },
  { expansion: 6, kernelSize: 5, strides: 2, filters: 40, repeats: 2 },
  { expansion: 6, kernelSize: 3, strides: 2, filters: 80, repeats: 3 },
  { expansion: 6, kernelSize: 5, strides: 1, filters: 112, repeats: 3 },
  { expansion: 6, kernelSize: 5, strides: 2, filters: 192, repeats: 4 },
  { expansion: 6, kernelSize: 3, strides: 1, filters: 320, repeats: 1 },
];

/** Share of images for which the last block's branch is left out in training; it grows from 0 with the depth. */
const STOCHASTIC_DEPTH = 0.2;

/** Every block with its stage and its place in it, both from 0. */
export interface PlacedBlock extends Omit<Stage, "repeats"> {
  readonly stage: number;
  readonly index: number;
  readonly dropRate: number;
}

/** With the small stem the first strided stage has stride 1. */
export function blocksOf(stages: readonly Stage[], stem: Stem): PlacedBlock[] {
  const total = stages.reduce((sum, { repeats }) => sum + repeats, 0);
  const blocks = stages.flatMap(({ repeats, strides, ...options }, stage) =>
    Array.from({ length: repeats }, (_, index) => ({
      ...options,
      stage,
      index,
      strides: index > 0 || (stem === "small" && stage === 1) ? 1 : strides,
    })),
  );
  return blocks.map((block, at) => ({ ...block, dropRate: (STOCHASTIC_DEPTH * at) / total }));
}
