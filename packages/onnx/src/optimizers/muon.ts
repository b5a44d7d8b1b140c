import { type Check, count, flag, option, share, texts } from "@imgcls/checks";
import { add, mul, sub } from "../graph/ops/elementwise.js";
import { sizeOf } from "../graph/shapes.js";
import type { CompanionConfig, MuonConfig } from "./config.js";
import { matches } from "./name-pattern.js";
import {
  decayed,
  learningRate,
  type OptimizerDefinition,
  type TrainedWeight,
  type UpdateRule,
} from "./optimizer-compiler.js";
import { orthogonalized } from "./orthogonalize.js";
import { learningRateOption, weightDecayOption } from "./update-options.js";

export type CompileCompanion = (config: CompanionConfig) => (weight: TrainedWeight) => UpdateRule;

/**
 * `v ← μ v + g`, u = v or with Nesterov's correction `g + μ v`, `w ← w − η √max(1, filters / rest) orthogonal(u)`.
 * The factor is that of the reference implementation.
 */
export const muon = (
  compileCompanion: CompileCompanion,
  isCompanion: Check,
): OptimizerDefinition<MuonConfig> => ({
  options: {
    learningRate: learningRateOption(0.02),
    momentum: option(share, { default: 0.95, about: "share of the previous velocity that is kept" }),
    nesterov: option(flag, { default: true, about: "looks ahead along the velocity" }),
    nsSteps: option(count, { default: 5, about: "iterations that make the velocity orthogonal" }),
    excludeLayers: option(texts, {
      default: [],
      about: "layers whose kernels are the companion's; * stands for any text",
    }),
    companion: option(isCompanion, {
      about: "optimizer of all other weights; AdamW with a tenth of the rate if not given",
    }),
    weightDecay: weightDecayOption(0.1),
  },
  compile(config) {
    const { momentum, nesterov, nsSteps, excludeLayers, weightDecay } = config;
    const companionConfig = config.companion ?? {
      type: "adamw",
      learningRate: 0.1 * config.learningRate,
    };
    const ratio = companionConfig.learningRate / config.learningRate;
    const companion = compileCompanion(companionConfig);

    return (weight) => {
      const layer = weight.name.slice(0, weight.name.lastIndexOf("/"));
      const isExcluded = excludeLayers.some((pattern) => matches(pattern, layer));
      if (!isMatrix(weight) || isExcluded) {
        const rule = companion(weight);
        return { ...rule, learningRateMultiplier: ratio * (rule.learningRateMultiplier ?? 1) };
      }
      const filters = weight.shape.at(-1)!;
      const factor = Math.sqrt(Math.max(1, filters ** 2 / sizeOf(weight.shape)));
      return {
        slots: ["velocity"],
        weightDecay,
        update(inputs) {
          const { gradient, slots, number } = inputs;
          const velocity = add(mul(slots[0]!, momentum), gradient);
          const direction = nesterov ? add(mul(velocity, momentum), gradient) : velocity;
          const orthogonal = orthogonalized(direction, filterAxes(weight), nsSteps);
          const rate = mul(learningRate(number), factor);
          return { weight: sub(decayed(inputs), mul(orthogonal, rate)), slots: [velocity] };
        },
      };
    };
  },
});

/** Kernels that mix all channels; a depthwise kernel does not. */
const isMatrix = ({ role, shape }: TrainedWeight): boolean =>
  (role === "kernel" || role === "pointwise_kernel") && shape.length > 1;

const filterAxes = ({ shape, layout }: TrainedWeight): readonly number[] =>
  layout.axesInGraph(shape.length - 1);
