import type { OptimizerConfig, OptimizerName } from "../types.js";
import { adam } from "./adam.js";
import type { OptimizerCompiler } from "./optimizer-compiler.js";
import { sgd } from "./sgd.js";

const OPTIMIZERS: {
  readonly [N in OptimizerName]: (config: Extract<OptimizerConfig, { type: N }>) => OptimizerCompiler;
} = { sgd, adam };

export const OPTIMIZER_NAMES = Object.keys(OPTIMIZERS) as OptimizerName[];

export const optimizerCompiler = (config: OptimizerConfig): OptimizerCompiler =>
  config.type === "sgd" ? OPTIMIZERS.sgd(config) : OPTIMIZERS.adam(config);
