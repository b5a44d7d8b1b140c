import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import type { UnsupportedPart } from "./errors.js";
import { walkModel } from "./walk-model.js";

const walk = (model: tf.LayersModel) => {
  const problems: UnsupportedPart[] = [];
  return { walked: walkModel(model, problems), problems };
};

const image = (name: string) => tf.input({ shape: [4, 4, 1], name });
const flatten = (name: string) => tf.layers.flatten({ name });
const through = (layer: tf.layers.Layer, input: tf.SymbolicTensor) => layer.apply(input) as tf.SymbolicTensor;
const dense = (name: string, units = 2) => tf.layers.dense({ units, name });

it("a model becomes its layers in the order of computation", () => {
  const frozen = tf.layers.conv2d({ filters: 2, kernelSize: 3, name: "conv", trainable: false });
  const model = tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [4, 5, 3], name: "image" }),
      frozen,
      flatten("flatten"),
      dense("dense", 3),
    ],
  });
  const { walked, problems } = walk(model);
  expect(problems).toEqual([]);
  expect(walked).toMatchObject({
    inputShape: [4, 5, 3],
    input: "image",
    outputs: ["dense"],
    weights: ["dense/kernel", "dense/bias", "conv/kernel", "conv/bias"],
  });
  expect(walked.steps.map(({ config, ...step }) => step)).toEqual([
    {
      name: "conv",
      className: "Conv2D",
      weights: [
        { name: "conv/kernel", role: "kernel", shape: [3, 3, 3, 2], trainable: false },
        { name: "conv/bias", role: "bias", shape: [2], trainable: false },
      ],
      trainable: false,
      inputs: ["image"],
      inputShapes: [[4, 5, 3]],
      outputShape: [2, 3, 2],
    },
    {
      name: "flatten",
      className: "Flatten",
      weights: [],
      trainable: true,
      inputs: ["conv"],
      inputShapes: [[2, 3, 2]],
      outputShape: [12],
    },
    {
      name: "dense",
      className: "Dense",
      weights: [
        { name: "dense/kernel", role: "kernel", shape: [12, 3], trainable: true },
        { name: "dense/bias", role: "bias", shape: [3], trainable: true },
      ],
      trainable: true,
      inputs: ["flatten"],
      inputShapes: [[12]],
      outputShape: [3],
    },
  ]);
});

/** `name(inputs)` of each step. */
const outline = (model: tf.LayersModel) =>
  walk(model).walked.steps.map(({ name, inputs }) => `${name}(${inputs.join(", ")})`);

describe("a graph", () => {
  const add = (name: string, parts: tf.SymbolicTensor[]) =>
    tf.layers.add({ name }).apply(parts) as tf.SymbolicTensor;

  it("has every step behind those it takes, once", () => {
    const input = image("image");
    const rows = through(flatten("rows"), input);
    const [left, right] = ["left", "right"].map((name) => through(dense(name), rows));
    const sum = add("sum", [left!, right!]);
    const top = add("top", [sum, left!]);
    const model = tf.model({ inputs: input, outputs: through(dense("classes"), top) });
    expect(outline(model)).toEqual([
      "rows(image)",
      "left(rows)",
      "right(rows)",
      "sum(left, right)",
      "top(sum, left)",
      "classes(top)",
    ]);
  });

  it("calls a shared layer twice, with the same weights", () => {
    const input = image("image");
    const shared = dense("shared", 16);
    const twice = through(shared, through(shared, through(flatten("rows"), input)));
    const model = tf.model({ inputs: input, outputs: twice });
    expect(outline(model)).toEqual(["rows(image)", "shared(rows)", "shared#2(shared)"]);
    const [, first, second] = walk(model).walked.steps;
    expect(second!.weights).toEqual(first!.weights);
  });

  it("has several outputs, and only what they need", () => {
    const input = image("image");
    const rows = through(flatten("rows"), input);
    const outputs = [through(dense("main"), rows), through(dense("auxiliary"), rows)];
    const model = tf.model({ inputs: input, outputs });
    const { walked, problems } = walk(model);
    expect(problems).toEqual([]);
    expect(walked.outputs).toEqual(["main", "auxiliary"]);
    const main = walkModel(model, [], model.outputs.slice(0, 1));
    expect(main.steps.map(({ name }) => name)).toEqual(["rows", "main"]);
  });

  it("has the layers of nested models in place of their calls", () => {
    const inner = tf.sequential({
      name: "inner",
      layers: [tf.layers.dense({ units: 4, inputShape: [16], name: "first" }), dense("second", 4)],
    });
    const input = image("image");
    const once = through(inner, through(flatten("rows"), input));
    const model = tf.model({ inputs: input, outputs: through(dense("classes"), once) });
    expect(outline(model)).toEqual(["rows(image)", "first(rows)", "second(first)", "classes(second)"]);
  });

  it("knows shapes that a nested model leaves open", () => {
    const open = tf.input({ shape: [null as unknown as number, null as unknown as number, 1], name: "open" });
    const inner = tf.model({
      inputs: open,
      outputs: through(tf.layers.conv2d({ filters: 2, kernelSize: 3, name: "conv" }), open),
    });
    const input = image("image");
    const maps = through(inner, input);
    const pooled = through(tf.layers.globalAveragePooling2d({ name: "pool" }), maps);
    const { walked } = walk(tf.model({ inputs: input, outputs: pooled }));
    expect(walked.steps.map(({ outputShape }) => outputShape)).toEqual([[2, 2, 2], [2]]);
  });

  it("trains nothing of a frozen nested model", () => {
    const input = tf.input({ shape: [16] });
    const normalized = through(
      tf.layers.batchNormalization({ name: "norm" }),
      through(dense("inside", 4), input),
    );
    const inner = tf.model({ inputs: input, outputs: normalized });
    inner.trainable = false;
    const photo = image("image");
    const features = through(inner, through(flatten("rows"), photo));
    const model = tf.model({ inputs: photo, outputs: through(dense("classes"), features) });
    const { steps } = walk(model).walked;
    expect(steps.map(({ name, trainable }) => [name, trainable])).toEqual([
      ["rows", true],
      ["inside", false],
      ["norm", false],
      ["classes", true],
    ]);
    expect(steps.flatMap(({ weights }) => weights.filter(({ trainable }) => trainable))).toHaveLength(2);
  });
});

describe("a model that is frozen freezes its layers, as in Keras", () => {
  const layers = () => [
    tf.layers.flatten({ inputShape: [4, 4, 1], name: "rows" }),
    tf.layers.dense({ units: 4, name: "inside" }),
    tf.layers.batchNormalization({ name: "norm" }),
  ];
  const bases: Readonly<Record<string, () => tf.LayersModel>> = {
    "a Sequential": () => tf.sequential({ layers: layers() }),
    "a functional model": () => {
      const photo = image("photo");
      const features = layers().reduce((tensor, layer) => through(layer, tensor), photo);
      return tf.model({ inputs: photo, outputs: features });
    },
    "a model in a model": () => tf.sequential({ layers: [tf.sequential({ layers: layers() })] }),
  };
  const compositions: Readonly<Record<string, (base: tf.LayersModel) => tf.LayersModel>> = {
    "that is called": (base) => {
      const photo = image("photo_2");
      return tf.model({ inputs: photo, outputs: through(dense("classes"), through(base, photo)) });
    },
    "that is the first layer of a Sequential": (base) => tf.sequential({ layers: [base, dense("classes")] }),
    "whose input and output are taken": (base) =>
      tf.model({ inputs: base.inputs, outputs: through(dense("classes"), base.outputs[0]!) }),
  };
  const cases = Object.keys(bases).flatMap((base) => Object.keys(compositions).map((way) => ({ base, way })));

  it.each(cases)("$base $way", ({ base, way }) => {
    const build = (freeze: (inner: tf.LayersModel) => void, when: "before" | "after") => {
      const inner = bases[base]!();
      if (when === "before") freeze(inner);
      const model = compositions[way]!(inner);
      if (when === "after") freeze(inner);
      return walk(model).walked.steps.map((step) => ({
        name: step.name,
        trainable: step.trainable,
        trained: step.weights.filter(({ trainable }) => trainable).length,
      }));
    };
    const isInnermost = base !== "a model in a model" || way !== "whose input and output are taken";
    for (const when of ["before", "after"] as const) {
      const frozen = build((inner) => {
        inner.trainable = false;
      }, when);
      expect(frozen.find(({ name }) => name === "classes")).toMatchObject({ trainable: true, trained: 2 });
      // TensorFlow.js tells the layers of a model that they are frozen, but not those of a model inside it.
      if (!isInnermost) continue;
      expect(frozen).toContainEqual({ name: "inside", trainable: false, trained: 0 });
      expect(frozen).toContainEqual({ name: "norm", trainable: false, trained: 0 });
    }
    const thawed = build((inner) => {
      inner.trainable = false;
      inner.trainable = true;
    }, "before");
    expect(thawed).toContainEqual({ name: "inside", trainable: true, trained: 2 });
    expect(thawed).toContainEqual({ name: "norm", trainable: true, trained: 2 });
  });
});

it("weights are named after their layer however many models the process has built", () => {
  const build = () =>
    tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1], name: "twin" })] });
  const [first, second] = [walk(build()), walk(build())];
  expect(second.walked.steps[0]!.weights).toEqual(first.walked.steps[0]!.weights);
});

it("a layer that other models use as well is none of this model's business", () => {
  const [base, kept, top] = [flatten("flatten"), dense("kept", 4), dense("old_top")];
  const input = image("image");
  const features = kept.apply(base.apply(input)) as tf.SymbolicTensor;
  tf.model({ inputs: input, outputs: top.apply(features) as tf.SymbolicTensor });

  const otherInput = image("other_image");
  const otherFeatures = kept.apply(base.apply(otherInput)) as tf.SymbolicTensor;
  const transferred = tf.model({
    inputs: otherInput,
    outputs: dense("new_top").apply(otherFeatures) as tf.SymbolicTensor,
  });

  const { walked, problems } = walk(transferred);
  expect(problems).toEqual([]);
  expect(walked.steps.map(({ name, inputs }) => [name, inputs])).toEqual([
    ["flatten", ["other_image"]],
    ["kept", ["flatten"]],
    ["new_top", ["kept"]],
  ]);
});

describe("what it reports", () => {
  it("several inputs", () => {
    const [a, b] = [image("a"), image("b")];
    const sum = tf.layers.add().apply([a, b]);
    const rows = flatten("rows").apply(sum) as tf.SymbolicTensor;
    expect(walk(tf.model({ inputs: [a, b], outputs: rows, name: "twins" })).problems).toEqual([
      { layer: "twins", className: "Model", reason: "it has several inputs; a classifier of images has one" },
    ]);
  });

  it("an output of feature maps", () => {
    const model = tf.sequential({
      layers: [
        tf.layers.inputLayer({ inputShape: [4, 4, 1] }),
        tf.layers.conv2d({ filters: 2, kernelSize: 3, name: "conv" }),
      ],
    });
    expect(walk(model).problems).toEqual([
      {
        layer: "conv",
        className: "Conv2D",
        reason:
          "it ends in [batch, 2, 2, 2]; [batch, classes] is expected; put a global pooling or a flatten and a dense layer behind it",
      },
    ]);
  });

  it("a free input size, unless it is told that of the images", () => {
    const input = tf.input({ shape: [null as unknown as number, null as unknown as number, 3], name: "any" });
    const maps = through(tf.layers.conv2d({ filters: 2, kernelSize: 3, name: "conv" }), input);
    const pooled = through(tf.layers.globalAveragePooling2d({ name: "pool" }), maps);
    const model = tf.model({ inputs: input, outputs: pooled });
    const problemsFor = (imageShape?: readonly number[]) => {
      const problems: UnsupportedPart[] = [];
      const walked = walkModel(model, problems, model.outputs, imageShape);
      return { reasons: problems.map(({ reason }) => reason), walked };
    };
    expect(problemsFor().reasons).toEqual([
      "its input has a free size, [null, null, 3]; say that of the images, inputShape: [height, width, channels]",
    ]);
    const told = problemsFor([8, 6, 3]);
    expect(told.reasons).toEqual([]);
    expect(told.walked.inputShape).toEqual([8, 6, 3]);
    expect(told.walked.steps.map(({ outputShape }) => outputShape)).toEqual([[6, 4, 2], [2]]);
    expect(problemsFor([8, 6, 1]).reasons).toEqual([
      "its input has the shape [null, null, 3], but the images are [8, 6, 1]",
    ]);
  });

  it("weights of the same name", () => {
    const inner = (name: string) => {
      const input = tf.input({ shape: [16] });
      return tf.model({ inputs: input, outputs: dense("twin", 16).apply(input) as tf.SymbolicTensor, name });
    };
    const input = image("image");
    const first = inner("first").apply(flatten("rows").apply(input)) as tf.SymbolicTensor;
    const model = tf.model({
      inputs: input,
      outputs: inner("second").apply(first) as tf.SymbolicTensor,
      name: "family",
    });
    expect(walk(model).problems).toEqual([
      {
        layer: "family",
        className: "Model",
        reason: 'several of its weights are named "twin/kernel"; give its layers different names',
      },
      expect.objectContaining({ reason: expect.stringContaining('"twin/bias"') }),
    ]);
  });

  it("an input that is no image", () => {
    const model = tf.sequential({
      layers: [tf.layers.inputLayer({ inputShape: [7], name: "numbers" }), dense("dense")],
    });
    expect(walk(model).problems).toEqual([
      {
        layer: "numbers",
        className: "InputLayer",
        reason: "its input has the shape [7]; [height, width, channels] is expected",
      },
    ]);
  });

  it("images of any size", () => {
    const model = tf.sequential({
      layers: [
        tf.layers.inputLayer({ inputShape: [null, null, 3], name: "image" }),
        tf.layers.globalAveragePooling2d({}),
      ],
    });
    expect(walk(model).problems).toEqual([
      expect.objectContaining({
        layer: "image",
        reason: expect.stringContaining("[height, width, channels]"),
      }),
    ]);
  });
});
