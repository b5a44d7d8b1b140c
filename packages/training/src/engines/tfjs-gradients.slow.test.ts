import * as custom from "@imgcls/architectures";
import { supportedLayers } from "@imgcls/onnx";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { expectGradientsOfDifferences, type GradientCase } from "../../test/gradient-check.js";
import { tfjsEngine } from "./tfjs.js";

type Symbolic = tf.SymbolicTensor;
const then = (tensor: Symbolic, ...layers: tf.layers.Layer[]): Symbolic =>
  layers.reduce((maps, layer) => layer.apply(maps) as Symbolic, tensor);
/** Smooth maps with weights of their own. */
const stem = (image: Symbolic, channels = 4, name = "stem"): Symbolic =>
  then(image, tf.layers.conv2d({ name, filters: channels, kernelSize: 1, activation: "tanh" }));

/** Behind a trained stem and before a trained convolution, on maps of `inputShape`. */
const maps = (
  layer: () => tf.layers.Layer,
  inputShape: GradientCase["inputShape"] = [5, 4, 2],
  seed = 0,
): GradientCase => ({
  inputShape,
  seed,
  body: (image) =>
    then(
      stem(image),
      layer(),
      tf.layers.conv2d({ name: "behind", filters: 3, kernelSize: 1, activation: "tanh" }),
    ),
});
const rows = (layer: () => tf.layers.Layer): GradientCase => ({
  inputShape: [3, 2, 1],
  body: (image) =>
    then(
      image,
      tf.layers.flatten(),
      tf.layers.dense({ name: "stem", units: 6, activation: "tanh" }),
      layer(),
    ),
});
/** It computes something else in training than in prediction. */
const inTraining = (gradientCase: GradientCase): GradientCase => ({
  ...gradientCase,
  isDifferentInTraining: true,
});
/** Two trained inputs of one layer, the second of another shape. */
const merged = (
  merge: () => tf.layers.Layer,
  second: (maps: Symbolic) => Symbolic = (tensor) => tensor,
  seed = 0,
): GradientCase => ({
  inputShape: [4, 3, 2],
  seed,
  body: (image) => merge().apply([stem(image), second(stem(image, 4, "other"))]) as Symbolic,
});
const pooled = (tensor: Symbolic): Symbolic =>
  then(
    tensor,
    tf.layers.globalAveragePooling2d({ dataFormat: "channelsLast" }),
    tf.layers.reshape({ targetShape: [1, 1, 4] }),
  );

const conv = (options: object) => () => tf.layers.conv2d({ filters: 3, kernelSize: 3, ...options });
const depthwise = (options: object) => () => tf.layers.depthwiseConv2d({ kernelSize: 3, ...options });
const separable = (options: object) => () =>
  tf.layers.separableConv2d({ filters: 3, kernelSize: 3, ...options });
const transposed = (options: object) => () =>
  tf.layers.conv2dTranspose({ filters: 3, kernelSize: 3, ...options });
const average = (options: object) => () => tf.layers.averagePooling2d(options);
const maximum = (options: object) => () => tf.layers.maxPooling2d(options);
const activation = (name: string) => () => tf.layers.activation({ activation: name as "relu" });

const CASES: Readonly<Record<string, GradientCase>> = {
  Conv2D: maps(conv({})),
  "Conv2D same": maps(conv({ padding: "same" })),
  "Conv2D stride 2 same": maps(conv({ padding: "same", strides: 2 })),
  "Conv2D stride 3 valid with a row left over": maps(conv({ strides: 3 }), [8, 7, 2]),
  "Conv2D even kernel same": maps(conv({ kernelSize: 4, padding: "same" })),
  "Conv2D dilation": maps(conv({ dilationRate: 2 }), [7, 6, 2]),
  "Conv2D dilation same": maps(conv({ dilationRate: 2, padding: "same" }), [7, 6, 2]),
  "Conv2D activation": maps(conv({ activation: "sigmoid" })),
  DepthwiseConv2D: maps(depthwise({})),
  "DepthwiseConv2D same stride 2": maps(depthwise({ padding: "same", strides: 2, depthMultiplier: 2 })),
  "DepthwiseConv2D dilation": maps(depthwise({ dilationRate: 2 }), [7, 6, 2]),
  "DepthwiseConv2D dilation same": maps(depthwise({ dilationRate: 2, padding: "same" }), [7, 6, 2]),
  SeparableConv2D: maps(separable({})),
  "SeparableConv2D same stride": maps(separable({ padding: "same", strides: 2 })),
  "SeparableConv2D dilation": maps(separable({ dilationRate: 2 }), [7, 6, 2]),
  Conv2DTranspose: maps(transposed({}), [3, 2, 2]),
  "Conv2DTranspose same": maps(transposed({ padding: "same", strides: 2 }), [3, 2, 2]),
  "Conv2DTranspose valid stride 3": maps(transposed({ kernelSize: 2, strides: 3 }), [3, 2, 2]),
  MaxPooling2D: maps(maximum({ poolSize: 2 })),
  "MaxPooling2D same": maps(maximum({ poolSize: 3, strides: 2, padding: "same" }), [5, 4, 2], 2),
  "MaxPooling2D overlapping": maps(maximum({ poolSize: 3, strides: 1 })),
  AveragePooling2D: maps(average({ poolSize: 2 })),
  "AveragePooling2D same": maps(average({ poolSize: 3, strides: 2, padding: "same" })),
  "AveragePooling2D same, window 2, an odd row": maps(average({ poolSize: [2, 3], padding: "same" })),
  "AveragePooling2D overlapping": maps(average({ poolSize: 3, strides: 1 })),
  GlobalAveragePooling2D: {
    inputShape: [3, 4, 2],
    body: (image) => then(stem(image), tf.layers.globalAveragePooling2d({ dataFormat: "channelsLast" })),
  },
  GlobalMaxPooling2D: {
    inputShape: [3, 4, 2],
    body: (image) => then(stem(image), tf.layers.globalMaxPooling2d({ dataFormat: "channelsLast" })),
  },
  UpSampling2D: maps(() => tf.layers.upSampling2d({ size: [2, 2] }), [3, 2, 2]),
  "UpSampling2D 2×3": maps(() => tf.layers.upSampling2d({ size: [2, 3] }), [3, 4, 2]),
  "UpSampling2D bilinear": maps(
    () => tf.layers.upSampling2d({ size: [2, 3], interpolation: "bilinear" }),
    [3, 2, 2],
  ),
  "UpSampling2D bilinear of square maps": maps(
    () => tf.layers.upSampling2d({ size: [2, 2], interpolation: "bilinear" }),
    [3, 3, 2],
  ),
  "UpSampling2D nearest of odd extents": maps(
    () => tf.layers.upSampling2d({ size: [3, 5], interpolation: "nearest" }),
    [3, 1, 2],
  ),
  ZeroPadding2D: maps(() =>
    tf.layers.zeroPadding2d({
      padding: [
        [1, 2],
        [0, 1],
      ] as never,
    }),
  ),
  Cropping2D: maps(() =>
    tf.layers.cropping2D({
      cropping: [
        [1, 2],
        [0, 1],
      ],
    }),
  ),
  BatchNormalization: inTraining(maps(() => tf.layers.batchNormalization())),
  "BatchNormalization without scale": inTraining(maps(() => tf.layers.batchNormalization({ scale: false }))),
  "BatchNormalization without center": inTraining(
    maps(() => tf.layers.batchNormalization({ center: false })),
  ),
  "BatchNormalization frozen": maps(() => tf.layers.batchNormalization({ trainable: false })),
  "BatchNormalization of rows": inTraining(rows(() => tf.layers.batchNormalization())),
  LayerNormalization: maps(() => tf.layers.layerNormalization()),
  "LayerNormalization without scale": maps(() => tf.layers.layerNormalization({ scale: false })),
  "LayerNormalization without center": maps(() => tf.layers.layerNormalization({ center: false })),
  GroupNormalization: maps(() => new custom.GroupNormalization({ groups: 2 })),
  LocalResponseNormalization: maps(() => new custom.LocalResponseNormalization({})),
  GroupedConv2D: maps(() => new custom.GroupedConv2D({ filters: 4, kernelSize: 3, groups: 2 })),
  "GroupedConv2D dilation": maps(
    () => new custom.GroupedConv2D({ filters: 4, kernelSize: 3, groups: 2, dilationRate: 2 }),
    [7, 6, 2],
  ),
  "GroupedConv2D one group": maps(() => new custom.GroupedConv2D({ filters: 4, kernelSize: 3, groups: 1 })),
  "SumPooling2D same": maps(() => new custom.SumPooling2D({ poolSize: 3, strides: 2, padding: "same" })),
  ChannelBias: maps(() => new custom.ChannelBias({})),
  ChannelPadding: maps(() => new custom.ChannelPadding({ padding: [1, 2] })),
  ChannelShuffle: maps(() => new custom.ChannelShuffle({ groups: 2 })),
  ChannelSlice: maps(() => new custom.ChannelSlice({ start: 1, size: 2 })),
  LayerScale: maps(() => new custom.LayerScale({ initialValue: 0.5 } as never)),
  StochasticDepth: inTraining(maps(() => new custom.StochasticDepth({ rate: 0.5 }))),
  PReLU: maps(() => tf.layers.prelu({ sharedAxes: [1, 2] })),
  "PReLU each": maps(() => tf.layers.prelu()),
  ELU: maps(() => tf.layers.elu()),
  LeakyReLU: maps(() => tf.layers.leakyReLU({ alpha: 0.1 })),
  ReLU: maps(() => tf.layers.reLU()),
  "ReLU max": maps(() => tf.layers.reLU({ maxValue: 0.5 })),
  ThresholdedReLU: maps(() => tf.layers.thresholdedReLU({ theta: 0.1 }), [2, 1, 2]),
  Softmax: maps(() => tf.layers.softmax({ axis: -1 })),
  ...Object.fromEntries(
    [
      "elu",
      "hardSigmoid",
      "linear",
      "relu",
      "relu6",
      "selu",
      "sigmoid",
      "softmax",
      "softplus",
      "softsign",
      "tanh",
      "swish",
      "mish",
      "gelu",
      "gelu_new",
    ].map((name) => [`Activation ${name}`, maps(activation(name))] as const),
  ),
  Dropout: inTraining(maps(() => tf.layers.dropout({ rate: 0.5 }))),
  Dense: rows(() => tf.layers.dense({ units: 3 })),
  "Dense on maps": maps(() => tf.layers.dense({ units: 3 })),
  Reshape: maps(() => tf.layers.reshape({ targetShape: [4, 5, 4] })),
  Permute: maps(() => tf.layers.permute({ dims: [3, 1, 2] })),
  Rescaling: maps(() => tf.layers.rescaling({ scale: 0.5, offset: 1 })),
  Add: merged(() => tf.layers.add()),
  "Add broadcast": merged(() => tf.layers.add(), pooled),
  Average: merged(() => tf.layers.average()),
  "Average broadcast": merged(() => tf.layers.average(), pooled),
  Multiply: merged(() => tf.layers.multiply()),
  "Multiply broadcast": merged(() => tf.layers.multiply(), pooled),
  Maximum: merged(() => tf.layers.maximum(), undefined, 1),

  "Maximum broadcast": merged(() => tf.layers.maximum(), pooled),
  Minimum: merged(() => tf.layers.minimum(), undefined, 1),

  "Minimum broadcast": merged(() => tf.layers.minimum(), pooled),
  Concatenate: merged(() => tf.layers.concatenate()),
};

it("every layer that the compiler knows is compared here", () => {
  const compared = Object.keys(CASES).map((name) => name.split(" ")[0]);
  // Flatten changes no number, and OnnxBase is none of TensorFlow.js.
  const others = supportedLayers().filter((name) => name !== "Flatten" && name !== "OnnxBase");
  expect(compared).toEqual(expect.arrayContaining(others));
});

describe("the gradients of the tfjs engine are those of differences", () => {
  it.each(Object.entries(CASES))("%s", (_, gradientCase) =>
    expectGradientsOfDifferences(tfjsEngine({ backend: "cpu" }), gradientCase),
  );
});
