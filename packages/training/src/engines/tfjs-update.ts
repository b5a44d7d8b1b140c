import { interpret, type OptimizerConfig, updateGraph } from "@imgcls/onnx";
import * as tf from "@tensorflow/tfjs";
import type { SlotState } from "./engine.js";
import { requireSlots } from "./slots.js";
import { layersOf } from "./tfjs-layers.js";
import { tfjsMachine } from "./tfjs-machine.js";

/** Changes the weights of a model by their gradients, as the optimizer's graph of a compiled step says. */
export class TfjsUpdate {
  private readonly slots = new Map<string, tf.Variable>();
  private readonly weights;
  private compiled;

  constructor(
    model: tf.LayersModel,
    private readonly optimizer: OptimizerConfig,
    /** Whether `apply` gives the norm of the gradients. */
    private readonly gradientNorm = false,
  ) {
    const trained = new Set(model.trainableWeights);
    this.weights = layersOf(model).flatMap(({ layer }) =>
      layer.weights
        .filter((weight) => trained.has(weight))
        .map((weight) => ({
          name: weight.originalName,
          shape: weight.shape as number[],
          layer: layer.getConfig(),
          variable: weight.read() as tf.Variable,
        })),
    );
    this.compiled = this.compile(this.weights);
    for (const { kind, name, shape } of this.compiled.variables) {
      if (kind !== "slot") continue;
      this.slots.set(
        name,
        tf.tidy(() => tf.variable(tf.zeros([...shape]), false)),
      );
    }
  }

  get variables(): tf.Variable[] {
    return this.weights.map(({ variable }) => variable);
  }

  /**
   * In a `tf.tidy`. A weight that the loss does not depend on stays as it is.
   *
   * @param gradients by the names of variables
   * @returns the norm of the gradients, `[]`, where it was asked for
   */
  apply(
    gradients: tf.NamedTensorMap,
    at: { readonly learningRate: number; readonly step: number },
  ): tf.Tensor | undefined {
    const { weights, graph, scalars, variables } = this.compiledFor(gradients);
    const current = new Map<string, tf.Variable>([
      ...this.slots,
      ...weights.map(({ name, variable }) => [name, variable] as const),
    ]);
    const inputs: Record<string, tf.Tensor> = {};
    for (const { name, variable } of weights) inputs[`${name}/gradient`] = gradients[variable.name]!;
    for (const { name, valueAt } of scalars) inputs[name] = tf.scalar(valueAt(at));
    for (const { name, input } of variables) inputs[input] = current.get(name)!;
    const results = interpret(graph, inputs, tfjsMachine) as Record<string, tf.Tensor>;
    // Not through `write` of the layer's weight, which applies the constraint: the graph did.
    for (const { name, output } of variables) current.get(name)!.assign(results[output!]!);
    return results.gradient_norm;
  }

  async saveState(): Promise<SlotState> {
    const entries = [...this.slots].map(
      async ([name, slot]) => [name, (await slot.data<"float32">()).slice()] as const,
    );
    return new Map(await Promise.all(entries));
  }

  loadState(state: SlotState): void {
    requireSlots(new Map([...this.slots].map(([name, { shape }]) => [name, shape])), state);
    tf.tidy(() => {
      for (const [name, slot] of this.slots) {
        slot.assign(tf.tensor(state.get(name)!, slot.shape, "float32"));
      }
    });
  }

  dispose(): void {
    for (const slot of this.slots.values()) slot.dispose();
    this.slots.clear();
  }

  private compile<Weights extends Parameters<typeof updateGraph>[0]>(weights: Weights) {
    return { weights, ...updateGraph(weights, this.optimizer, { gradientNorm: this.gradientNorm }) };
  }

  /** Which weights the loss depends on is known with the first gradients. */
  private compiledFor(gradients: tf.NamedTensorMap) {
    const reached = this.weights.filter(({ variable }) => gradients[variable.name] !== undefined);
    if (reached.length !== this.compiled.weights.length) {
      this.compiled = this.compile(reached);
    }
    return this.compiled;
  }
}
