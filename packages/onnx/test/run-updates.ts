import { loadOnnx } from "@imgcls/test-utils";
import { encodeModel } from "../src/encode-model.js";
import type { GraphLayout } from "../src/lowering/lowering.js";
import type { OptimizerConfig } from "../src/types.js";
import { updateGraph } from "../src/update-graph.js";
import { lengthOf, type Variables } from "./test-model.js";

export interface UpdatedWeight {
  /** `LAYER/ROLE` */
  readonly name: string;
  readonly shape: readonly number[];
  readonly layout: GraphLayout;
  readonly values: Float32Array;
  gradient(step: number): Float32Array;
}

/** Updates without a model: weights and slots after each step, in the LayersModel's order. */
export async function runUpdates(
  weights: readonly UpdatedWeight[],
  config: OptimizerConfig,
  rates: readonly number[],
): Promise<Variables[]> {
  const { graph, scalars, variables } = updateGraph(
    weights.map((weight) => ({ ...weight, layer: {} })),
    config,
  );
  const program = await loadOnnx(encodeModel(graph));

  const states: Variables[] = [];
  let state: Variables = new Map(weights.map(({ name, values }) => [name, values]));
  for (const [step, learningRate] of rates.entries()) {
    const at = { learningRate, step };
    const feeds = [
      ...scalars.map(
        ({ name, valueAt }) => [name, { data: Float32Array.of(valueAt(at)), shape: [] }] as const,
      ),
      ...weights.map(({ name, layout, gradient }) => {
        return [`${name}/gradient`, { data: layout.pack(gradient(step)), shape: layout.shape }] as const;
      }),
      ...variables.map(({ name, input, shape, modelShape, pack }) => {
        const values = state.get(name) ?? new Float32Array(lengthOf(modelShape));
        return [input, { data: pack(values), shape }] as const;
      }),
    ];
    const results = await program.run(Object.fromEntries(feeds));
    state = new Map(variables.map(({ name, output, unpack }) => [name, unpack(results[output!]!)]));
    states.push(state);
  }
  await program.release();
  return states;
}
