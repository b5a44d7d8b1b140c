import { describe, expect, it } from "vitest";
import { joinConvAndPool, poolBeforeRelu, takePadding, withoutFinal } from "./rewrite-model.js";
import type { LayerStep, WalkedModel } from "./walk-model.js";

const step = (name: string, className: string, input: string, config = {}): LayerStep => ({
  name,
  className,
  config,
  weights: [],
  trainable: true,
  inputs: [input],
  inputShapes: [[8, 8, 1]],
  outputShape: [8, 8, 1],
});
const conv = (name: string, input: string, activation = "relu") =>
  step(name, "Conv2D", input, { activation });
const pool = (name: string, input: string) => step(name, "MaxPooling2D", input, { poolSize: [2, 2] });

const modelOf = (...steps: LayerStep[]): WalkedModel => ({
  inputShape: [8, 8, 1],
  input: "images",
  steps,
  outputs: [steps.at(-1)!.name],
  weights: [],
});

/** `name: className(inputs) activation`, a line a step. */
const outline = ({ steps, outputs }: WalkedModel) => [
  ...steps.map(({ name, className, inputs, config }) =>
    `${name}: ${className}(${inputs}) ${String(config.activation ?? "")}`.trim(),
  ),
  ...outputs.map((name) => `output ${name}`),
];

describe("poolBeforeRelu", () => {
  it("moves relu behind the pooling, and later layers take the moved one", () => {
    const model = modelOf(conv("conv", "images"), pool("pool", "conv"), step("flatten", "Flatten", "pool"));
    expect(outline(poolBeforeRelu(model))).toEqual([
      "conv: Conv2D(images) linear",
      "pool: MaxPooling2D(conv)",
      "pool/relu: Activation(pool) relu",
      "flatten: Flatten(pool/relu)",
      "output flatten",
    ]);
  });

  it("moves the activation of an Activation layer too", () => {
    const model = modelOf(step("relu", "Activation", "images", { activation: "relu" }), pool("pool", "relu"));
    expect(outline(poolBeforeRelu(model))).toEqual([
      "relu: Activation(images) linear",
      "pool: MaxPooling2D(relu)",
      "pool/relu: Activation(pool) relu",
      "output pool/relu",
    ]);
  });

  it("moves each of several", () => {
    const model = modelOf(
      conv("conv", "images"),
      pool("pool", "conv"),
      conv("conv_1", "pool"),
      pool("pool_1", "conv_1"),
    );
    expect(outline(poolBeforeRelu(model))).toEqual([
      "conv: Conv2D(images) linear",
      "pool: MaxPooling2D(conv)",
      "pool/relu: Activation(pool) relu",
      "conv_1: Conv2D(pool/relu) linear",
      "pool_1: MaxPooling2D(conv_1)",
      "pool_1/relu: Activation(pool_1) relu",
      "output pool_1/relu",
    ]);
  });

  const unchanged: [name: string, WalkedModel][] = [
    ["another activation", modelOf(conv("conv", "images", "tanh"), pool("pool", "conv"))],
    [
      "another layer in between",
      modelOf(conv("conv", "images"), step("dropout", "Dropout", "conv"), pool("pool", "dropout")),
    ],
    [
      "a relu that something else takes as well",
      modelOf(conv("conv", "images"), pool("pool", "conv"), conv("conv_1", "conv", "linear")),
    ],
    [
      "a relu that is the output",
      { ...modelOf(conv("conv", "images"), pool("pool", "conv")), outputs: ["conv"] },
    ],
  ];
  it.each(unchanged)("leaves alone %s", (_, model) => {
    expect(poolBeforeRelu(model)).toEqual(model);
  });

  it("does not change what it was given", () => {
    const model = modelOf(conv("conv", "images"), pool("pool", "conv"));
    const copy = structuredClone(model);
    poolBeforeRelu(model);
    expect(model).toEqual(copy);
  });
});

describe("takePadding", () => {
  const borders = [
    [1, 1],
    [0, 2],
  ];
  const padding = (name: string, input: string) => step(name, "ZeroPadding2D", input, { padding: borders });
  const valid = (name: string, className: string, input: string, config = {}) =>
    step(name, className, input, { padding: "valid", poolSize: [3, 3], ...config });
  const paddings = ({ steps }: WalkedModel) =>
    steps.map(({ name, inputs, config }) => `${name}(${inputs}) ${JSON.stringify(config.padding)}`);

  it.each(["Conv2D", "DepthwiseConv2D", "GroupedConv2D", "SeparableConv2D"])("%s takes the zeros", (name) => {
    const model = modelOf(padding("zeros", "images"), valid("conv", name, "zeros"));
    expect(paddings(takePadding(model))).toEqual(["conv(images) [[1,1],[0,2]]"]);
  });

  it("every layer behind them takes the zeros", () => {
    const model = modelOf(
      padding("zeros", "images"),
      valid("a", "Conv2D", "zeros"),
      valid("b", "Conv2D", "zeros"),
    );
    expect(paddings(takePadding(model))).toEqual(["a(images) [[1,1],[0,2]]", "b(images) [[1,1],[0,2]]"]);
  });

  it("a max pooling takes them behind a relu, where nothing is below zero", () => {
    const pool = valid("pool", "MaxPooling2D", "zeros");
    const model = modelOf(conv("conv", "images"), padding("zeros", "conv"), pool);
    expect(paddings(takePadding(model))).toEqual(["conv(images) undefined", "pool(conv) [[1,1],[0,2]]"]);
  });

  const unchanged: [name: string, WalkedModel][] = [
    [
      "a max pooling of numbers that may be below zero",
      modelOf(padding("zeros", "images"), valid("pool", "MaxPooling2D", "zeros")),
    ],
    [
      "a max pooling whose windows would hold nothing but padding",
      modelOf(
        conv("conv", "images"),
        padding("zeros", "conv"),
        valid("pool", "MaxPooling2D", "zeros", { poolSize: [2, 2] }),
      ),
    ],
    [
      "a convolution that pads by itself",
      modelOf(padding("zeros", "images"), step("conv", "Conv2D", "zeros", { padding: "same" })),
    ],
    [
      "zeros that something else takes as well",
      modelOf(
        padding("zeros", "images"),
        valid("conv", "Conv2D", "zeros"),
        step("flatten", "Flatten", "zeros"),
      ),
    ],
  ];
  it.each(unchanged)("leaves alone %s", (_, model) => {
    expect(takePadding(model)).toEqual(model);
  });
});

describe("withoutFinal", () => {
  const dense = (activation: string) => step("dense", "Dense", "images", { activation, units: 3 });

  it("takes the softmax from the last layer and keeps its other options", () => {
    const rewritten = withoutFinal("softmax", modelOf(dense("softmax")));
    expect(rewritten.model.steps.map(({ config }) => config)).toEqual([{ activation: "linear", units: 3 }]);
    expect([...rewritten.logits]).toEqual(["dense"]);
  });

  it.each([-1, 1])("replaces a Softmax layer of axis %d, which is the classes", (axis) => {
    const model = modelOf(dense("linear"), step("softmax", "Softmax", "dense", { axis }));
    expect(outline(withoutFinal("softmax", model).model)).toEqual([
      "dense: Dense(images) linear",
      "softmax: Activation(dense) linear",
      "output softmax",
    ]);
  });

  it("takes it from an Activation layer", () => {
    const model = modelOf(dense("linear"), step("end", "Activation", "dense", { activation: "softmax" }));
    expect(outline(withoutFinal("softmax", model).model)[1]).toBe("end: Activation(dense) linear");
  });

  it.each(["sigmoid", "linear"])("knows no logits behind %s", (activation) => {
    const model = modelOf(dense(activation));
    expect(withoutFinal("softmax", model)).toEqual({ model, logits: new Set() });
  });

  it("takes a sigmoid, if that is what the loss wants", () => {
    const rewritten = withoutFinal("sigmoid", modelOf(dense("sigmoid")));
    expect(outline(rewritten.model)).toEqual(["dense: Dense(images) linear", "output dense"]);
    expect([...rewritten.logits]).toEqual(["dense"]);
  });

  it("leaves a softmax that is not the end", () => {
    const model = modelOf(dense("softmax"), step("dense_1", "Dense", "dense", { activation: "sigmoid" }));
    expect(withoutFinal("softmax", model)).toEqual({ model, logits: new Set() });
  });
});

describe("joinConvAndPool", () => {
  it("makes one step of a convolution and the pooling behind it, with the pooling's name and place", () => {
    const model = poolBeforeRelu(modelOf(conv("conv", "images"), pool("pool", "conv"), conv("next", "pool")));
    const joined = joinConvAndPool(model);
    expect(outline(joined)).toEqual([
      "pool: Conv2D+MaxPooling2D(images) linear",
      "pool/relu: Activation(pool) relu",
      "next: Conv2D(pool/relu) relu",
      "output next",
    ]);
    expect(joined.steps[0]!.config.pooling).toEqual({ poolSize: [2, 2] });
  });

  it.each([
    [
      "whose result another layer takes too",
      [conv("conv", "images", "linear"), pool("pool", "conv"), conv("other", "conv")],
    ],
    [
      "with an activation that stays before the pooling",
      [conv("conv", "images", "tanh"), pool("pool", "conv")],
    ],
    ["without a pooling", [conv("conv", "images", "linear"), conv("next", "conv")]],
  ])("leaves a convolution alone %s", (_, steps) => {
    const model = modelOf(...steps);
    expect(joinConvAndPool(model)).toEqual(model);
  });
});
