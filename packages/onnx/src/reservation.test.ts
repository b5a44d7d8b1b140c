import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { classifier } from "../test/layer-contract.js";
import { openStep } from "../test/run-step.js";
import { compilerOptions, openCase, type StepCase } from "../test/step-case.js";
import { weightsOf } from "../test/test-model.js";
import { compileTrainingStep, trainingGraph } from "./compile-training-step.js";
import { executionOrder } from "./graph/execution-order.js";

const onImagesOf = (side: number): StepCase => ({
  inputShape: [side, side, 3],
  batchSize: 16,
  layers: () => [
    tf.layers.conv2d({ filters: 16, kernelSize: 3, padding: "same", activation: "tanh" }),
    tf.layers.globalAveragePooling2d({}),
    classifier(),
  ],
});
const sgd = { type: "sgd", learningRate: 0.1, momentum: 0.9 } as const;

it("comes first in a run, where the block is large", () => {
  const open = openCase(onImagesOf(160));
  const { graph, description } = trainingGraph(open.model, { ...compilerOptions(open), optimizer: sgd });
  const [shaped, extent, block] = executionOrder(graph);
  expect([shaped, extent, block].map((node) => node!.op)).toEqual(["Reshape", "Cast", "ConstantOfShape"]);
  const { valueAt } = description.scalars.find(({ name }) => name === "reserve")!;
  const at = { learningRate: 0.1, step: 7 };
  expect(valueAt({ ...at, isFirstRun: true }) * 4).toBeGreaterThan(description.peakActivationBytes);
  expect([valueAt({ ...at, isFirstRun: false }), valueAt(at)]).toEqual([0, 0]);
});

it("is left out where the block is small", () => {
  const open = openCase(onImagesOf(16));
  const { scalars } = compileTrainingStep(open.model, { ...compilerOptions(open), optimizer: sgd });
  expect(scalars.map(({ name }) => name)).not.toContain("reserve");
});

it("changes no result", async () => {
  const open = openCase(onImagesOf(160));
  const compiled = compileTrainingStep(open.model, { ...compilerOptions(open), optimizer: sgd });
  const losses: number[][] = [];
  for (const reserves of [true, false]) {
    const program = await openStep(compiled);
    let variables = weightsOf(open.model);
    const ofRun: number[] = [];
    for (let step = 0; step < 3; step++) {
      const at = { learningRate: 0.1, step, isFirstRun: reserves && step === 0 };
      const result = await program.run(variables, open.batch(step), at);
      ofRun.push(result.loss);
      variables = result.variables;
    }
    await program.release();
    losses.push(ofRun);
  }
  expect(losses[0]).toEqual(losses[1]);
});
