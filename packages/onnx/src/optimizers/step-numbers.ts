import type { Graph, Value } from "../graph/graph.js";
import type { StepScalar } from "../types.js";
import type { NumberOfStep } from "./optimizer-compiler.js";

/** The numbers that are computed outside for each step, inputs of the graph. */
export class StepNumbers {
  private readonly byName = new Map<string, { scalar: StepScalar; value: Value }>();

  /** @param stepsPerUpdate steps after which weights change */
  constructor(
    private readonly graph: Graph,
    private readonly stepsPerUpdate: number,
  ) {}

  get scalars(): StepScalar[] {
    return [...this.byName.values()].map(({ scalar }) => scalar);
  }

  /** Depends on the step itself. */
  ofStep(name: string, valueAt: StepScalar["valueAt"]): Value {
    const known = this.byName.get(name);
    if (known) return known.value;
    const value = this.graph.input(name, "float32", []);
    this.byName.set(name, { scalar: { name, valueAt }, value });
    return value;
  }

  /** Depends on the number of updates before, and on a learning rate of its own. */
  ofUpdate(multiplier: number): NumberOfStep {
    const suffix = multiplier === 1 ? "" : `/rate_${multiplier}`;
    return (name, valueAt) =>
      this.ofStep(`${name}${suffix}`, ({ learningRate, step }) =>
        valueAt({ learningRate: learningRate * multiplier, step: Math.floor(step / this.stepsPerUpdate) }),
      );
  }
}
