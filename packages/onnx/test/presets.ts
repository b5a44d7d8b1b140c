import { buildModel, getPreset, type PresetName } from "@imgcls/architectures";
import { expectAllClose, formulaWeight, type GoldenWeight, pytorchSteps, streams } from "@imgcls/test-utils";
import { describe, expect, it } from "vitest";
import { compileTrainingStep, type LoweringChoice, type OptimizerConfig } from "../src/index.js";
import { goldenBytes } from "./golden-bytes.js";
import { LOWERINGS } from "./lowerings.js";
import { runSteps } from "./run-step.js";
import { compilerOptions, expectStepsOfTfjs, type OpenCase } from "./step-case.js";
import { setWeights, testBatch, weightsOf } from "./test-model.js";

/** Those of the golden values. */
const optimizers = {
  sgd: { type: "sgd", learningRate: 0.01, momentum: 0.9 },
  adam: { type: "adam", learningRate: 0.001, epsilon: 1e-7 },
} as const satisfies Record<string, OptimizerConfig>;

const STEPS = 5;

/** The preset with the formula's weights and batches. */
function openPreset(
  name: PresetName,
  { batchSize, lowering, seed = 0 }: { batchSize: number; lowering: LoweringChoice; seed?: number },
): OpenCase {
  const { inputShape, classes, training, preprocessing } = getPreset(name);
  const model = buildModel(name);
  setWeights(model, (index, shape) => formulaWeight(streams.weight(index, seed), shape));
  return {
    model,
    batchSize,
    loss: training.loss,
    preprocessing,
    lowering,
    batch: (step) => testBatch(inputShape, classes, batchSize, step),
  };
}

/**
 * Adam divides a gradient by its own size plus ε. With ε = 1e-7 that turns the float32 rounding of the smallest
 * of half a million gradients into a visible change; the golden values are in float64 and keep the usual ε.
 */
const optimizersForFloat32 = { ...optimizers, adam: { ...optimizers.adam, epsilon: 1e-4 } };

/** Five steps of a preset give the losses and weights of TensorFlow.js, on batches of the given size. */
export function testPresetAgainstTfjs(name: PresetName, batchSize: number): void {
  describe.each(LOWERINGS)(`${name}, $name: five steps as TensorFlow.js`, ({ lowering }) => {
    it.each(Object.entries(optimizersForFloat32))("%s", (_, optimizer) =>
      expectStepsOfTfjs(openPreset(name, { batchSize, lowering }), optimizer, STEPS),
    );
  });
}

/** Five steps of a preset give the losses and changes of weights of PyTorch in float64. */
export function testPresetAgainstPytorch(name: PresetName): void {
  const { batchSize, models } = pytorchSteps;
  const golden = models[name]!;
  const cases = LOWERINGS.flatMap(({ name: loweringName, lowering }) =>
    Object.entries(optimizers).map(([key, optimizer]) => ({ loweringName, lowering, key, optimizer })),
  );

  it.each(cases)(
    `${name}, $loweringName: five steps of $key as PyTorch`,
    async ({ lowering, key, optimizer }) => {
      const { model, ...open } = openPreset(name, { batchSize, lowering, seed: golden.seed });
      const compiled = compileTrainingStep(model, { ...compilerOptions(open), optimizer });
      const batches = Array.from({ length: STEPS }, (_, step) => open.batch(step));
      const before = weightsOf(model);
      const bytesOf = goldenBytes(model, lowering);
      const run = await runSteps(compiled, before, batches, optimizer.learningRate, bytesOf);

      const expected = golden[key as keyof typeof optimizers];
      expectAllClose(run.losses, expected.losses, 1e-6, "losses");
      for (const [index, { originalName, shape }] of model.weights.entries()) {
        const expectedChange = expected.changes[index]!;
        expect(shape, originalName).toEqual(expectedChange.shape);
        const start = before.get(originalName)!;
        const changes = Float64Array.from(run.variables.get(originalName)!, (value, i) => value - start[i]!);
        expectChange(changes, expectedChange, originalName);
      }
    },
  );
}

/** A change of 1e-3 in a weight of 0.1 has five digits in float32; sum and norm average over all elements. */
function expectChange(changes: Float64Array, golden: GoldenWeight, name: string): void {
  const sum = changes.reduce((total, change) => total + change, 0);
  const norm = Math.sqrt(changes.reduce((total, change) => total + change * change, 0));
  const largestSum = golden.norm * Math.sqrt(changes.length);
  expect(Math.abs(sum - golden.sum) / largestSum, `sum of changes of ${name}`).toBeLessThan(5e-6);
  expect(Math.abs(norm / golden.norm - 1), `norm of changes of ${name}`).toBeLessThan(5e-6);
  const sampled = golden.samples.map(([index]) => changes[index!]!);
  const expected = golden.samples.map(([, change]) => change!);
  expectAllClose(sampled, expected, 3e-5, `changes of ${name}`);
}
