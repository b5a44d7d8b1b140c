import type { LossConfig, LossName } from "../types.js";
import { crossEntropyFromLogits, crossEntropyFromProbabilities, type LossCompiler } from "./cross-entropy.js";

const LOSSES: { readonly [N in LossName]: { logits: LossCompiler; probabilities: LossCompiler } } = {
  categoricalCrossentropy: { logits: crossEntropyFromLogits, probabilities: crossEntropyFromProbabilities },
  sparseCategoricalCrossentropy: {
    logits: crossEntropyFromLogits,
    probabilities: crossEntropyFromProbabilities,
  },
};

export const LOSS_NAMES = Object.keys(LOSSES) as LossName[];

export const lossCompiler = ({ type, fromLogits }: LossConfig): LossCompiler =>
  LOSSES[type][fromLogits ? "logits" : "probabilities"];
