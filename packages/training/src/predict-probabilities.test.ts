import { expectAllClose } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import {
  CLASSES,
  FROM_LOGITS,
  FROM_PROBABILITIES,
  PREPROCESSING,
  SGD,
  SHAPE,
  smallBatch,
  smallModel,
} from "../test/small-model.js";
import { onnxEngine } from "./engines/onnx.js";
import { tfjsEngine } from "./engines/tfjs.js";
import { type PredictOptions, predictProbabilities } from "./predict-probabilities.js";
import { TrainingOptionsError } from "./training-plan.js";

const { images } = smallBatch(11, 1);
const options = (changes: Partial<PredictOptions> = {}): PredictOptions => ({
  size: 11,
  shape: SHAPE,
  preprocessing: PREPROCESSING,
  loss: FROM_PROBABILITIES,
  batchSize: 4,
  ...changes,
});

/** By TensorFlow.js, in one batch. */
function outputs(model: tf.LayersModel): tf.Tensor {
  const { scale, mean, std } = PREPROCESSING;
  const pixels = tf.tensor(Float32Array.from(images), [11, ...SHAPE]);
  return model.predict(pixels.mul(scale).sub(tf.tensor1d(mean)).div(tf.tensor1d(std))) as tf.Tensor;
}

describe.each([
  ["the default", undefined],
  ["onnx", onnxEngine({ threads: 1 })],
  ["tfjs", tfjsEngine({ backend: "cpu" })],
])("with %s engine", (_, engine) => {
  it("gives what the model says, in the order of the images", async () => {
    const model = smallModel();
    const actual = await predictProbabilities(model, images, options(engine && { engine }));
    expectAllClose(actual, outputs(model).dataSync(), 1e-5);
  });

  it("turns logits into probabilities", async () => {
    const model = smallModel({ logits: true });
    const loss = FROM_LOGITS;
    const actual = await predictProbabilities(model, images, options({ loss, ...(engine && { engine }) }));
    expectAllClose(actual, tf.softmax(outputs(model)).dataSync(), 1e-5);
  });
});

describe.each([
  ["onnx", onnxEngine({ threads: 1 })],
  ["tfjs", tfjsEngine({ backend: "cpu" })],
])("%s", (_, engine) => {
  const none = null as unknown as number;
  /** Any size of images, one sigmoid for two classes. */
  const build = () => {
    const input = tf.input({ shape: [none, none, 3] });
    const maps = tf.layers.conv2d({ filters: 4, kernelSize: 3, activation: "relu" }).apply(input);
    const pooled = tf.layers.globalAveragePooling2d({}).apply(maps);
    const end = tf.layers.dense({ units: 1, activation: "sigmoid" }).apply(pooled) as tf.SymbolicTensor;
    return tf.model({ inputs: input, outputs: end });
  };

  it("takes the size of the images where the model leaves it free, and gives both of two classes", async () => {
    const model = build();
    const loss = { type: "binaryCrossentropy" } as const;
    const ones = [...outputs(model).dataSync()];
    const actual = await predictProbabilities(model, images, options({ loss, engine }));
    expectAllClose(
      actual,
      ones.flatMap((p) => [1 - p, p]),
      1e-5,
    );
    // The same pixels as wider images.
    const wide = await predictProbabilities(model, images, options({ loss, engine, shape: [4, 16, 3] }));
    expect(wide).toHaveLength(22);
  });
});

it("leaves out dropout", async () => {
  const model = smallModel({ dropout: true });
  expectAllClose(await predictProbabilities(model, images, options()), outputs(model).dataSync(), 1e-5);
});

it("takes no images at all", async () => {
  const none = await predictProbabilities(smallModel(), new Uint8Array(0), options({ size: 0 }));
  expect(none).toHaveLength(0 * CLASSES);
});

it("says which shape the model takes and how many bytes are missing", async () => {
  const wrong = predictProbabilities(smallModel(), images, options({ size: 12, shape: [8, 4, 3] }));
  await expect(wrong).rejects.toThrow(
    /images of \[8,8,3\].*received \[8,4,3\]: resize them first; expected 1152 bytes for 12/,
  );
});

it("refuses options that it does not know, and images that are no levels", async () => {
  const training = { optimizer: SGD, batch_size: 3, preprocessing: undefined };
  const levels = new Float32Array(images.length) as unknown as Uint8Array;
  const error = await predictProbabilities(smallModel(), levels, {
    ...options(),
    ...training,
  } as never).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TrainingOptionsError);
  expect((error as TrainingOptionsError).problems).toEqual([
    expect.stringContaining('predictProbabilities has no option "optimizer"'),
    expect.stringContaining('no option "batch_size". Did you mean "batchSize"?'),
    expect.stringContaining("expected predictProbabilities.preprocessing to be an object"),
    "expected the images to be grey levels 0..255 in a Uint8Array, received Float32Array",
  ]);
});
