import {
  bottleneckBlock,
  buildModel,
  definePreset,
  getPreset,
  loadPytorchWeights,
  type Preset,
  pytorchTensors,
  resnet,
} from "@imgcls/architectures";
import { architectureSteps, expectAllClose, formulaTensor } from "@imgcls/test-utils";
import type * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { compileTrainingStep } from "../src/index.js";
import { goldenBytes } from "./golden-bytes.js";
import { LOWERINGS } from "./lowerings.js";
import { runSteps } from "./run-step.js";
import { type TestBatch, testBatch, type Variables, weightsOf } from "./test-model.js";

const INPUT_SHAPE = [32, 32, 3] as const;
const CLASSES = 10;
const STEPS = 5;
const PREPROCESSING = { scale: 1 / 255, mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] };

/** The kinds of the golden values by the role of a weight. */
const KINDS: Readonly<Record<string, string>> = {
  kernel: "kernel",
  depthwise_kernel: "kernel",
  gamma: "scale",
  beta: "bias",
  bias: "bias",
  moving_mean: "running_mean",
  moving_variance: "running_var",
};

/** Those that are not registered. */
const VARIANTS: Readonly<Record<string, Preset>> = {
  "resnext14-32x4d": definePreset({
    ...getPreset("resnext50-32x4d"),
    name: "resnext14-32x4d",
    build: resnet({ block: bottleneckBlock, depths: [1, 1, 1, 1], groups: 32, widthPerGroup: 4 }),
  }),
};

/** Five steps of an architecture on one batch give the losses and changes of weights of PyTorch in float64. */
export function testArchitectureAgainstPytorch(name: string): void {
  const { batchSize, models } = architectureSteps;
  const golden = models[name]!;

  describe.each(LOWERINGS)(`${name}, $name`, ({ lowering }) => {
    it("has the losses of five steps of PyTorch", async () => {
      const options = { inputShape: INPUT_SHAPE, classes: CLASSES };
      const model = withFormulaWeights(buildModel(VARIANTS[name] ?? name, options));
      const learningRate = golden.rate;
      const compiled = compileTrainingStep(model, {
        batchSize,
        loss: { type: "categoricalCrossentropy", fromLogits: true },
        optimizer: { type: "sgd", learningRate, momentum: 0.9 },
        preprocessing: PREPROCESSING,
        lowering,
      });
      const batches = Array<TestBatch>(STEPS).fill(testBatch(INPUT_SHAPE, CLASSES, batchSize));
      const before = weightsOf(model);
      const bytesOf = goldenBytes(model, lowering);
      const run = await runSteps(compiled, before, batches, learningRate, bytesOf);
      model.dispose();

      expectAllClose(run.losses, golden.losses, 1e-4, "losses");
      // Looser: a relu that takes the other side in float32 changes a gradient more than the loss.
      const changes = changesByKind(before, run.variables);
      expect([...changes.keys()].sort()).toEqual(Object.keys(golden.changes).sort());
      for (const [kind, { norm, sum, count }] of changes) {
        const expected = golden.changes[kind]!;
        expectAllClose([norm], [expected.norm], 5e-3, `norm of changes: ${kind}`);
        const largestSum = expected.norm * Math.sqrt(count);
        expect(Math.abs(sum - expected.sum) / largestSum, `sum of changes: ${kind}`).toBeLessThan(1e-3);
      }
    });
  });
}

function withFormulaWeights(model: tf.LayersModel): tf.LayersModel {
  const tensors = pytorchTensors(model).map(
    ({ name, shape }) => [name, { shape, values: () => formulaTensor(name, shape) }] as const,
  );
  loadPytorchWeights(model, new Map(tensors));
  return model;
}

interface Change {
  sum: number;
  norm: number;
  count: number;
}

function changesByKind(before: Variables, after: Variables): Map<string, Change> {
  const changes = new Map<string, Change>();
  for (const [name, start] of before) {
    const kind = KINDS[name.slice(name.lastIndexOf("/") + 1)]!;
    const change = changes.get(kind) ?? { sum: 0, norm: 0, count: 0 };
    for (const [i, value] of after.get(name)!.entries()) {
      change.sum += value - start[i]!;
      change.norm = Math.hypot(change.norm, value - start[i]!);
    }
    change.count += start.length;
    changes.set(kind, change);
  }
  return changes;
}
