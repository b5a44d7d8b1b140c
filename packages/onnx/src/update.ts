import { withDefaults } from "@imgcls/checks";
import { constrain } from "./constraints/index.js";
import type { Graph, Value } from "./graph/graph.js";
import { mul } from "./graph/ops/elementwise.js";
import { sizeOf } from "./graph/shapes.js";
import { accumulationOf } from "./optimizers/accumulation.js";
import { clipGradients, globalNorm } from "./optimizers/clip-gradients.js";
import type { OptimizerConfig, UpdateOptions } from "./optimizers/config.js";
import { compileOptimizer } from "./optimizers/index.js";
import { emitMovingAverage } from "./optimizers/moving-average.js";
import { matches } from "./optimizers/name-pattern.js";
import { StepNumbers } from "./optimizers/step-numbers.js";
import { StepSlots } from "./optimizers/step-slots.js";
import { UPDATE_OPTIONS } from "./optimizers/update-options.js";
import { type Parameter, variableOf } from "./parameters.js";
import type { StepScalar, StepVariable } from "./types.js";

export interface UpdateReport {
  /** An output "gradient_norm": the global norm of the gradients to update with, before clipping. Default false. */
  readonly gradientNorm?: boolean | undefined;
}

/**
 * Emits what becomes of the weights: gradients are accumulated, then clipped; the optimizer moves each weight, its
 * constraint projects it, the moving average follows. A step that only accumulates leaves all but the sums as it is.
 */
export function emitUpdate(
  graph: Graph,
  parameters: readonly Parameter[],
  gradients: ReadonlyMap<string, Value>,
  config: OptimizerConfig,
  { gradientNorm }: UpdateReport = {},
): { scalars: readonly StepScalar[]; variables: readonly StepVariable[] } {
  const settings = withDefaults<Required<UpdateOptions>>(config, UPDATE_OPTIONS);
  const { gradientAccumulationSteps, groups } = settings;
  const numbers = new StepNumbers(graph, gradientAccumulationSteps);
  const slots = new StepSlots(graph);
  const { hold, gradient: accumulated } = accumulationOf(gradientAccumulationSteps, numbers, slots);
  const ruleOf = compileOptimizer(config);
  const within = <T>({ step }: Parameter, build: () => T) => graph.within(`${step.name} update`, build);

  function emitNext(parameter: Parameter, gradient: Value): void {
    const { step, weight, layout, value } = parameter;
    const rule = ruleOf({ ...weight, layout });
    const group = groups.find(({ match }) => matches(match, weight.name));
    const multiplier = (rule.learningRateMultiplier ?? 1) * (group?.learningRateMultiplier ?? 1);
    const ownSlots = rule.slots.map((slot) => slots.add(parameter, slot));
    const next = rule.update({
      weight: value,
      gradient,
      slots: ownSlots.map((slot) => slot.value),
      weightDecay: group?.weightDecay ?? rule.weightDecay,
      number: numbers.ofUpdate(multiplier),
    });
    const constrained = constrain(next.weight, step.config, weight.role, layout);
    graph.output(`${weight.name}/next`, hold(constrained, value));
    for (const [i, slot] of ownSlots.entries()) slot.setNext(hold(next.slots[i]!, slot.value));
    emitMovingAverage(parameter, constrained, settings, { numbers, slots, hold });
  }

  const trained = parameters.filter(({ weight }) => gradients.has(weight.name));
  const own = trained.map((parameter) =>
    within(parameter, () =>
      accumulated(parameter, withoutPadding(gradients.get(parameter.weight.name)!, parameter)),
    ),
  );
  const clipped = graph.within("gradient clipping", () => {
    const norm = gradientNorm ? globalNorm(own) : undefined;
    if (norm) graph.output("gradient_norm", norm);
    return clipGradients(own, config, norm);
  });
  for (const [i, parameter] of trained.entries()) within(parameter, () => emitNext(parameter, clipped[i]!));
  return {
    scalars: numbers.scalars,
    variables: [...weightVariables(graph, parameters, gradients), ...slots.variables],
  };
}

/** A weight without gradient gets what the forward pass made of it, or stays. */
function weightVariables(
  graph: Graph,
  parameters: readonly Parameter[],
  gradients: ReadonlyMap<string, Value>,
): StepVariable[] {
  return parameters.map((parameter) => {
    const { weight, next } = parameter;
    const output = `${weight.name}/next`;
    const isTrained = gradients.has(weight.name);
    if (next && !isTrained) graph.output(output, next);
    return { ...variableOf(parameter), kind: "weight", output: isTrained || next ? output : undefined };
  });
}

/** What a layout adds to a weight to fill up blocks stays zero: the features that meet it may hold anything. */
function withoutPadding(gradient: Value, { weight, layout }: Parameter): Value {
  const size = sizeOf(weight.shape);
  if (size === sizeOf(layout.shape)) return gradient;
  const isWeight = layout.pack(new Float32Array(size).fill(1));
  return mul(gradient, gradient.graph.constant(isWeight, layout.shape));
}
