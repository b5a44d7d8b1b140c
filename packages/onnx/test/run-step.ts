import { loadOnnx, type RuntimeTensor } from "@imgcls/test-utils";
import type { CompiledInference, CompiledTrainingStep } from "../src/index.js";
import { dropoutBytes, lengthOf, type TestBatch, type Variables } from "./test-model.js";

export interface StepResult {
  readonly loss: number;
  readonly correct: number;
  readonly variables: Variables;
}

export interface StepProgram {
  /** One step from the given variables; slots that are missing are zeros. */
  run(
    variables: Variables,
    batch: TestBatch,
    at: { learningRate: number; step: number; isFirstRun?: boolean },
  ): Promise<StepResult>;
  release(): Promise<void>;
}

/** The random bytes of the model's dropout layer `layer`, counted from 0, in the order of the graph. */
export type BytesOf = (layer: number, step: number, length: number) => Uint8Array;

/** A compiled step in onnxruntime, with variables in the order of the LayersModel. */
export async function openStep(
  compiled: CompiledTrainingStep,
  bytesOf: BytesOf = dropoutBytes,
): Promise<StepProgram> {
  const program = await loadOnnx(compiled.bytes);
  return {
    async run(variables, { images, labels }, at) {
      const feeds: Record<string, RuntimeTensor> = {
        [compiled.images.name]: { data: images, shape: compiled.images.shape },
        [compiled.labels.name]: { data: labels, shape: compiled.labels.shape },
      };
      for (const { name, valueAt } of compiled.scalars) {
        feeds[name] = { data: Float32Array.of(valueAt(at)), shape: [] };
      }
      for (const [layer, { name, shape }] of compiled.randomBytes.entries()) {
        feeds[name] = { data: bytesOf(layer, at.step, lengthOf(shape)), shape };
      }
      for (const { name, input, shape, pack } of compiled.variables) {
        const values = variables.get(name) ?? new Float32Array(lengthOf(shape));
        feeds[input] = { data: pack(values), shape };
      }
      const results = await program.run(feeds);
      return {
        loss: results[compiled.outputs.loss]![0]!,
        correct: results[compiled.outputs.correct]![0]!,
        variables: new Map(
          compiled.variables.map(({ name, output, unpack }) => [
            name,
            output === undefined ? variables.get(name)! : unpack(results[output]!),
          ]),
        ),
      };
    },
    release: () => program.release(),
  };
}

export interface TrainingRun {
  readonly losses: readonly number[];
  readonly correct: readonly number[];
  readonly variables: Variables;
}

/** A step for each batch, from the given weights and zero slots. */
export async function runSteps(
  compiled: CompiledTrainingStep,
  weights: Variables,
  batches: readonly TestBatch[],
  learningRate: number,
  bytesOf?: BytesOf,
): Promise<TrainingRun> {
  const program = await openStep(compiled, bytesOf);
  const losses: number[] = [];
  const correct: number[] = [];
  let variables = weights;
  for (const [step, batch] of batches.entries()) {
    const result = await program.run(variables, batch, { learningRate, step });
    losses.push(result.loss);
    correct.push(result.correct);
    variables = result.variables;
  }
  await program.release();
  return { losses, correct, variables };
}

/** What an inference graph computes with these weights, `[batch, classes]` row by row. */
export async function runInference(
  compiled: CompiledInference,
  weights: Variables,
  images: Uint8Array,
): Promise<Float32Array> {
  const program = await loadOnnx(compiled.bytes);
  const feeds: Record<string, RuntimeTensor> = {
    [compiled.images.name]: { data: images, shape: compiled.images.shape },
  };
  for (const { name, input, shape, pack } of compiled.variables) {
    feeds[input] = { data: pack(weights.get(name)!), shape };
  }
  const results = await program.run(feeds);
  await program.release();
  return results[compiled.output.name]!;
}
