import { type Check, option } from "@imgcls/checks";
import { mul, sub } from "../graph/ops/elementwise.js";
import { sum } from "../graph/ops/reduce.js";
import type { MeanSquaredErrorConfig } from "./config.js";
import { CLASS_WEIGHTS, type LossDefinition } from "./loss-compiler.js";

const never: Check = { expected: "left out", accepts: (value) => value === false, kind: "flag" };

/** `L = Σ (y − t)² / K`, `dL/dy = 2 (y − t) / K` */
export const meanSquaredError: LossDefinition<MeanSquaredErrorConfig> = {
  options: {
    fromLogits: option(never, { default: false, about: "none: it compares the outputs as they are" }),
    classWeights: CLASS_WEIGHTS,
  },
  compile: () => (output, targets) => {
    const classes = output.shape[1]!;
    const difference = sub(output, targets);
    return {
      ofSamples: mul(sum(mul(difference, difference), [1]), 1 / classes),
      backward: () => mul(difference, 2 / classes),
    };
  },
};
