import { expectAllClose } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { classifier, head, stem } from "../test/layer-contract.js";
import { openStep, runSteps } from "../test/run-step.js";
import {
  compilerOptions,
  expectGradientsOfTfjs,
  expectStepsOfTfjs,
  OPTIMIZERS,
  openCase,
  type StepCase,
} from "../test/step-case.js";
import { weightsOf } from "../test/test-model.js";
import { compileTrainingStep, trainingGraph } from "./compile-training-step.js";

const conv = (name: string, trainable = true) =>
  tf.layers.conv2d({ filters: 3, kernelSize: 2, name, trainable, activation: "relu" });

const whole: StepCase = {
  inputShape: [9, 8, 2],
  batchSize: 5,
  layers: () => [
    conv("conv"),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    tf.layers.dropout({ rate: 0.25 }),
    tf.layers.conv2d({ filters: 5, kernelSize: 2, padding: "same", activation: "tanh" }),
    tf.layers.flatten(),
    tf.layers.dense({ units: 6, activation: "sigmoid" }),
    tf.layers.dropout({ rate: 0.5 }),
    classifier(),
  ],
};

describe("layers together", () => {
  it("have the gradients of TensorFlow.js", () => expectGradientsOfTfjs(whole));

  it.each(Object.entries(OPTIMIZERS))("train as TensorFlow.js does, five steps of %s", (_, optimizer) =>
    expectStepsOfTfjs(openCase(whole), optimizer, 5),
  );

  it("learn a batch by heart", async () => {
    const layers = () => [conv("conv"), tf.layers.maxPooling2d({ poolSize: 2 }), ...head()];
    const open = openCase({ ...whole, batchSize: 8, layers });
    const optimizer = { type: "adam", learningRate: 0.01 } as const;
    const compiled = compileTrainingStep(open.model, { ...compilerOptions(open), optimizer });
    const batches = Array.from({ length: 200 }, () => open.batch(0));
    const { losses, correct } = await runSteps(compiled, weightsOf(open.model), batches, 0.01);
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 4);
    expect(correct.at(-1)).toBe(8);
  });
});

describe("frozen layers", () => {
  const frozen = (...names: string[]): StepCase => ({
    inputShape: [5, 5, 1],
    layers: () => [
      conv("first", !names.includes("first")),
      conv("second", !names.includes("second")),
      conv("third", !names.includes("third")),
      ...head(),
    ],
  });
  const scopesOf = (stepCase: StepCase) => {
    const { model, ...open } = openCase(stepCase);
    const { graph } = trainingGraph(model, { ...compilerOptions(open), optimizer: OPTIMIZERS.Adam! });
    return new Set(graph.nodes.map((node) => node.scope));
  };

  it("have no output, no slots, and their weights stay", async () => {
    const open = openCase(frozen("first", "second"));
    const compiled = compileTrainingStep(open.model, {
      ...compilerOptions(open),
      optimizer: OPTIMIZERS.Adam!,
    });
    const outputs = compiled.variables.map(({ name, output }) => [name, output]);
    // The LayersModel lists its trainable weights first.
    expect(outputs.slice(0, 8)).toEqual([
      ["third/kernel", "third/kernel/next"],
      ["third/bias", "third/bias/next"],
      ["classifier/kernel", "classifier/kernel/next"],
      ["classifier/bias", "classifier/bias/next"],
      ["first/kernel", undefined],
      ["first/bias", undefined],
      ["second/kernel", undefined],
      ["second/bias", undefined],
    ]);
    const slots = compiled.variables.filter(({ kind }) => kind === "slot").map(({ name }) => name);
    expect(slots).toEqual([
      "third/kernel/m",
      "third/kernel/v",
      "third/bias/m",
      "third/bias/v",
      "classifier/kernel/m",
      "classifier/kernel/v",
      "classifier/bias/m",
      "classifier/bias/v",
    ]);
  });

  it("at the bottom cost no gradient", () => {
    const scopes = scopesOf(frozen("first", "second"));
    expect(scopes).toContain("third gradient");
    expect(scopes).not.toContain("second gradient");
    expect(scopes).not.toContain("first gradient");
    expect(scopes).not.toContain("first update");
  });

  it("in between pass the gradient on and have no update", () => {
    const scopes = scopesOf(frozen("second"));
    expect(scopes).toContain("second gradient");
    expect(scopes).toContain("first gradient");
    expect(scopes).not.toContain("second update");
  });

  it.each([[["first"]], [["second"]], [["first", "third"]], [["first", "second", "third"]]])(
    "%j: the others train as in TensorFlow.js",
    async (names) => {
      await expectGradientsOfTfjs(frozen(...names));
      await expectStepsOfTfjs(openCase(frozen(...names)), OPTIMIZERS["SGD with momentum"]!);
    },
  );
});

describe("the description of a step", () => {
  const open = openCase({ inputShape: [4, 4, 1], layers: () => [stem(2), ...head()] });
  const step = compileTrainingStep(open.model, {
    ...compilerOptions(open),
    optimizer: OPTIMIZERS["SGD with momentum"]!,
  });

  it("lists weights in the model's order, then a slot of each", () => {
    expect(step.variables.map(({ name, kind, input, output }) => ({ name, kind, input, output }))).toEqual([
      ...open.model.weights.map(({ originalName: name }) => ({
        name,
        kind: "weight",
        input: name,
        output: `${name}/next`,
      })),
      ...open.model.weights.map(({ originalName }) => {
        const name = `${originalName}/velocity`;
        return { name, kind: "slot", input: name, output: `${name}/next` };
      }),
    ]);
  });

  it("knows the shapes of the model", () => {
    const shapes = step.variables
      .filter(({ kind }) => kind === "weight")
      .map(({ name, modelShape }) => [name, modelShape]);
    expect(shapes).toEqual(open.model.weights.map(({ originalName, shape }) => [originalName, shape]));
  });

  it("reads a learning rate of each step", async () => {
    const program = await openStep(step);
    const weights = weightsOf(open.model);
    const batch = open.batch(0);
    const still = await program.run(weights, batch, { learningRate: 0, step: 0 });
    const once = await program.run(weights, batch, { learningRate: 0.5, step: 0 });
    const twice = await program.run(weights, batch, { learningRate: 1, step: 0 });
    await program.release();
    for (const [name, values] of weights) {
      expect(still.variables.get(name)).toEqual(values);
      const change = (run: typeof once) => values.map((value, i) => run.variables.get(name)![i]! - value);
      expectAllClose(
        change(once).map((value) => 2 * value),
        change(twice),
        1e-4,
        name,
      );
    }
  });
});

describe("the norm of the gradients", () => {
  const open = openCase({ inputShape: [5, 5, 1], layers: () => [conv("conv"), ...head()] });
  const step = (clip: object, gradientNorm?: boolean) => {
    const optimizer = { type: "sgd", learningRate: 0.1, ...clip } as const;
    const { graph, description } = trainingGraph(open.model, {
      ...compilerOptions(open),
      optimizer,
      ...(gradientNorm !== undefined && { gradientNorm }),
    });
    return {
      names: graph.outputs.map(({ name }) => name),
      nodes: graph.nodes.length,
      ...description.outputs,
    };
  };

  it("is an output only where it is asked for", () => {
    expect(step({})).toMatchObject(step({}, false));
    expect(step({}).names).not.toContain("gradient_norm");
    expect(step({}, true)).toMatchObject({
      gradientNorm: "gradient_norm",
      names: expect.arrayContaining(["gradient_norm"]),
    });
  });

  it("is computed once, for clipping and for the output", () => {
    const added = (clip: object) => step(clip, true).nodes - step(clip).nodes;
    expect(added({ globalClipNorm: 1 })).toBe(0);
    expect(added({ clipNorm: 1 })).toBeGreaterThan(0);
  });
});
