import { expectAllClose, goldenLosses, loadOnnx } from "@imgcls/test-utils";
import { describe, expect, it } from "vitest";
import { encodeModel } from "../encode-model.js";
import { evaluateGraph } from "../graph/interpret.js";
import type { LossConfig } from "../types.js";
import { LOSS_NAMES, lossOptions, lossProblems } from "./index.js";
import { lossGraph } from "./loss-graph.js";

const { batchSize, classes, cases, ...numbers } = goldenLosses;

type Case = (typeof cases)[number];

const graphOf = ({ config, softLabels, sampleWeights }: Case) =>
  lossGraph({
    loss: config as LossConfig,
    batchSize,
    units: classes,
    softLabels,
    sampleWeights,
    gradient: true,
  });

const feedsOf = ({ config, softLabels, sampleWeights }: Case) => ({
  predictions: Float32Array.from(config.fromLogits ? numbers.logits : numbers.probabilities),
  labels: softLabels ? Float32Array.from(numbers.softLabels) : Int32Array.from(numbers.labels),
  ...(sampleWeights && { sample_weights: Float32Array.from(numbers.sampleWeights) }),
});

/** The loss of a batch, its gradient by the outputs and how many are right, without a model. */
async function run(golden: Case) {
  const graph = graphOf(golden);
  const program = await loadOnnx(encodeModel(graph));
  const shapes = new Map(graph.inputs.map(({ name, shape }) => [name, shape]));
  const feeds = Object.entries(feedsOf(golden)).map(
    ([name, data]) => [name, { data, shape: shapes.get(name)! }] as const,
  );
  const results = await program.run(Object.fromEntries(feeds));
  await program.release();
  return { loss: results.loss!, gradient: results.gradient!, correct: results.correct![0]! };
}

describe.each(cases)("loss and gradient of PyTorch: $name", (golden) => {
  it("by ONNX Runtime", async () => {
    const { loss, gradient } = await run(golden);
    expectAllClose(loss, [golden.loss], 2e-6, "loss");
    expectAllClose(gradient, golden.gradient, 5e-6, "gradient");
  });

  it("in JavaScript", () => {
    const { loss, gradient } = evaluateGraph(graphOf(golden), feedsOf(golden));
    expectAllClose(loss as Float32Array, [golden.loss], 2e-6, "loss");
    expectAllClose(gradient as Float32Array, golden.gradient, 5e-6, "gradient");
  });
});

it("every loss has golden values", () => {
  const types = new Set(cases.map(({ config }) => config.type));
  // The sparse form is the same loss by another name.
  expect([...types, "sparseCategoricalCrossentropy"].sort()).toEqual([...LOSS_NAMES].sort());
});

describe("predictions that count as correct", () => {
  it("have their largest output where the soft label is largest", async () => {
    const golden = cases.find(({ softLabels }) => softLabels)!;
    const rows = (values: readonly number[]) =>
      Array.from({ length: batchSize }, (_, i) => values.slice(i * classes, (i + 1) * classes));
    const largest = (values: readonly number[]) => rows(values).map((row) => row.indexOf(Math.max(...row)));
    const predicted = largest(golden.config.fromLogits ? numbers.logits : numbers.probabilities);
    const expected = largest(numbers.softLabels).filter((label, i) => label === predicted[i]).length;
    expect((await run(golden)).correct).toBe(expected);
  });
});

it("every option says what it is, and its default is right", () => {
  for (const type of LOSS_NAMES) {
    for (const [name, { about, accepts, default: value }] of Object.entries(lossOptions(type))) {
      expect(about, name).toMatch(/^[^.\n]+$/);
      if (name !== "classWeights") expect(accepts(value), name).toBe(true);
    }
  }
});

describe("lossProblems", () => {
  it("calls it what the caller calls it", () => {
    const config = { type: "meanSquaredError", gamma: 1, classWeights: [1] } as unknown as LossConfig;
    expect(lossProblems(config, 2, "a.b")).toEqual([
      'a.b has no option "gamma"; its options are type, fromLogits, classWeights',
      "expected a.b.classWeights to have 2 numbers, one a class, received 1",
    ]);
  });

  it("finds nothing wrong with the golden configurations", () => {
    for (const { config } of cases) expect(lossProblems(config as LossConfig, classes)).toEqual([]);
  });

  it("lists everything that is wrong", () => {
    const config = {
      type: "categoricalCrossentropy",
      labelSmoothing: 1,
      gamma: 2,
      classWeights: [1, 2],
    } as unknown as LossConfig;
    expect(lossProblems(config, 3)).toEqual([
      'loss has no option "gamma"; its options are type, fromLogits, labelSmoothing, classWeights',
      "expected loss.labelSmoothing to be from 0 to below 1, received 1",
      "expected loss.classWeights to have 3 numbers, one a class, received 2",
    ]);
    expect(lossProblems({ type: "hinge" } as unknown as LossConfig, 3)).toEqual([
      expect.stringMatching(/^expected loss.type to be one of categoricalCrossentropy, .*received "hinge"$/),
    ]);
  });
});
