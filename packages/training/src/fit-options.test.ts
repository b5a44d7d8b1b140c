import { batches, createLabeledImages } from "@imgcls/datasets";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { FROM_PROBABILITIES, PREPROCESSING, SGD, smallModel, smallSource } from "../test/small-model.js";
import type { Engine } from "./engines/engine.js";
import { fit } from "./fit.js";
import type { FitOptions } from "./fit-options.js";
import { TrainingOptionsError } from "./training-plan.js";

/** Nothing here may come as far as an engine. */
const never: Engine = {
  name: "never",
  unavailableReason: async () => undefined,
  createSession: () => Promise.reject(new Error("an engine was asked")),
  createPredictor: () => Promise.reject(new Error("an engine was asked")),
};

const sound = {
  train: smallSource(36),
  epochs: 2,
  optimizer: SGD,
  loss: FROM_PROBABILITIES,
  preprocessing: PREPROCESSING,
  engine: never,
};

async function problemsOf(changes: object, model: tf.LayersModel = smallModel()): Promise<readonly string[]> {
  const error = await fit(model, { ...sound, ...changes } as FitOptions).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TrainingOptionsError);
  return (error as TrainingOptionsError).problems;
}

/** Two images a class, of `shape`. */
function set(shape: readonly [number, number, number], classNames: readonly string[]) {
  const length = 2 * classNames.length;
  return createLabeledImages({
    images: new Uint8Array(length * shape[0] * shape[1] * shape[2]),
    labels: Int32Array.from({ length }, (_, i) => i % classNames.length),
    shape,
    classNames,
  });
}
const four = ["a", "b", "c", "d"];

it("lets sound options through to the engine", async () => {
  await expect(fit(smallModel(), sound)).rejects.toThrow("an engine was asked");
});

describe("compares the data with the model before the first step", () => {
  const ten = Array.from({ length: 10 }, (_, index) => `class ${index}`);

  it("classes and outputs", async () => {
    expect(await problemsOf({ train: batches(set([8, 8, 3], ten)) })).toEqual([
      "expected 4 classes as the model has outputs, but train has 10: build the model with 10 classes",
    ]);
  });

  it("image shape and input shape, also where the numbers of pixels are equal", async () => {
    expect(await problemsOf({ train: batches(set([4, 16, 3], four)) })).toEqual([
      "expected images of [8,8,3] as the model's input, but those of train are [4,16,3]: resize them, or build the model with inputShape [4,16,3]",
    ]);
  });

  it("the validation images too, and the names of their classes", async () => {
    const train = batches(set([8, 8, 3], four));
    expect(await problemsOf({ train, validation: batches(set([8, 8, 1], ["a", "b"])) })).toEqual([
      expect.stringMatching(
        /images of \[8,8,3\] as the model's input, but those of validation are \[8,8,1\]/,
      ),
      expect.stringMatching(/4 classes as the model has outputs, but validation has 2/),
    ]);
    expect(await problemsOf({ train, validation: batches(set([8, 8, 3], ["a", "c", "b", "d"])) })).toEqual([
      'expected validation to have the classes of train in the same order, but class 1 is "c" there and "b" in train',
    ]);
  });

  it("whether there is anything to train with", async () => {
    const empty = { size: 0, batchSize: 8, batchesPerEpoch: 0, epoch: () => [] };
    expect((await problemsOf({ train: empty })).join()).toMatch(
      /expected train.size to be a positive integer: there are no images to train or validate with, received 0/,
    );
  });

  it("the number of class weights", async () => {
    const loss = { ...FROM_PROBABILITIES, classWeights: [1, 2] };
    expect((await problemsOf({ loss })).join()).toMatch(/classWeights to have 4 numbers.*received 2/);
  });

  it("takes images of any size where the model's input does", async () => {
    const input = tf.input({ shape: [null, null, 3] });
    const pooled = tf.layers.globalAveragePooling2d({ dataFormat: "channelsLast" }).apply(input);
    const outputs = tf.layers.dense({ units: 4 }).apply(pooled) as tf.SymbolicTensor;
    const fitting = fit(tf.model({ inputs: input, outputs }), {
      ...sound,
      train: batches(set([5, 9, 3], four)),
    });
    await expect(fitting).rejects.toThrow("an engine was asked");
  });
});

describe("refuses what it does not know or cannot use, all at once", () => {
  it("options of other libraries, with the place where they are here", async () => {
    const options = { classWeight: { 0: 1 }, validation_split: 0.1, batchSize: 32, verbose: 1 };
    expect(await problemsOf(options)).toEqual([
      'fit has no option "classWeight": the loss has it: loss: { type, classWeights: [1, 2] }',
      'fit has no option "validation_split": split(data, { fraction, seed }) of @imgcls/datasets makes two sets; give batches of one to train and of the other to validation',
      'fit has no option "batchSize": the source of batches has it: train: batches(data, { batchSize })',
      'fit has no option "verbose": callbacks: [progressLine({ stream })] shows the progress',
    ]);
  });

  it("unknown names, with the nearest known one", async () => {
    const optimizer = { type: "sgd", learning_rate: 0.1 };
    expect(await problemsOf({ epoch: 3, optimizer, preprocessing: { rescale: 1 / 255 } })).toEqual([
      expect.stringContaining('fit has no option "epoch". Did you mean "epochs"?'),
      expect.stringContaining('optimizer has no option "learning_rate". Did you mean "learningRate"?'),
      "optimizer.learningRate is missing",
      expect.stringContaining('preprocessing has no option "rescale". Did you mean "scale"?'),
      expect.stringContaining("expected preprocessing.scale to be a number other than 0"),
    ]);
  });

  it("what is missing", async () => {
    const missing = { train: undefined, epochs: undefined, optimizer: undefined, loss: undefined };
    expect(await problemsOf({ ...missing, preprocessing: undefined })).toEqual([
      "expected fit.train to be a source of batches, such as batches(data) of @imgcls/datasets, received nothing",
      "expected fit.epochs to be a positive integer, received nothing",
      'expected fit.optimizer to be an object such as { type: "adam", learningRate: 0.001 }, received nothing',
      'expected fit.loss to be an object such as { type: "sparseCategoricalCrossentropy" }, received nothing',
      "expected fit.preprocessing to be an object such as { scale: 1 / 255 }, received nothing",
    ]);
  });

  it("what is of another kind", async () => {
    const wrong = {
      train: set([8, 8, 3], four),
      optimizer: "adam",
      engine: "onnx",
      callbacks: () => undefined,
      signal: 5,
      resumeFrom: {},
    };
    expect((await problemsOf(wrong)).map((problem) => /^expected (\S+)/.exec(problem)?.[1])).toEqual([
      "fit.train",
      "fit.optimizer",
      "fit.engine",
      "fit.callbacks",
      "fit.signal",
      "fit.resumeFrom",
    ]);
    const notAModel = (await problemsOf({}, {} as tf.LayersModel)).join();
    expect(notAModel).toBe("expected the first argument to be a tf.LayersModel that is built");
  });

  it("a standard deviation of 0, which would divide by it", async () => {
    expect(await problemsOf({ preprocessing: { scale: 1 / 255, std: [0, 1, 1] } })).toEqual([
      "expected preprocessing.std to be a list of 3 numbers above 0, one a channel, received [0,1,1]",
    ]);
    expect((await problemsOf({ preprocessing: { scale: 1, std: 0 } })).join()).toMatch(/received 0$/);
  });

  it("callbacks that are none, also where a checkpoint has states of some", async () => {
    const resumeFrom = { weights: new Map(), callbacks: { mine: {} }, origin: {} };
    const first = async (callbacks: unknown) => (await problemsOf({ callbacks, resumeFrom }))[0];
    expect(await first({})).toMatch(/^expected fit.callbacks to be a list/);
    expect(await first([undefined])).toMatch(/^expected callbacks\[0\] to be an object with a name/);
    expect(await first([{ name: "mine", createState: 1 }])).toMatch(/createState to be a function/);
    const { callbacks: _, ...withoutStates } = resumeFrom;
    expect(await problemsOf({ resumeFrom: withoutStates })).toEqual([
      expect.stringMatching(/^expected fit.resumeFrom to be a checkpoint/),
    ]);
  });

  it("hooks that nothing calls", async () => {
    const callbacks = [
      { name: "mine", onEpochEnds: () => undefined, on_train_begin: () => undefined, own: 1 },
    ];
    expect(await problemsOf({ callbacks })).toEqual([
      expect.stringContaining(
        'callbacks[0] ("mine") has no option "onEpochEnds". Did you mean "onEpochEnd"?',
      ),
      expect.stringContaining('"on_train_begin". Did you mean "onTrainBegin"?'),
    ]);
  });
});
