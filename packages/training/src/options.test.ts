// What every function with options does with those that it does not know or cannot use.
import { describe, expect, it } from "vitest";
import { ADAM, FROM_PROBABILITIES, PREPROCESSING, smallModel, smallPlan } from "../test/small-model.js";
import {
  type Callback,
  checkpointing,
  chooseEngine,
  earlyStopping,
  lossMeter,
  onnxEngine,
  predictProbabilities,
  progressLine,
  runFromZip,
  runToZip,
  saveRun,
  TrainingOptionsError,
  tfjsEngine,
} from "./index.js";

type Call = (options: never) => unknown;
const model = smallModel();
const save = () => undefined;

const WRONG: readonly [string, Call, object, readonly RegExp[]][] = [
  [
    "earlyStopping",
    earlyStopping as Call,
    { restore_best_weights: true, monitor: "acc", mode: "maximum", patience: -1, minDelta: "0.1" },
    [
      /no option "restore_best_weights". Did you mean "restoreBestWeights"/,
      /mode to be "auto" or "min" or "max", received "maximum"/,
      /patience to be a number of epochs, 0 or more, received -1/,
      /minDelta to be a finite number, received "0.1"/,
    ],
  ],
  [
    "checkpointing",
    checkpointing as (options: never) => Callback,
    { everyEpoch: 2, everyEpochs: 0.5 },
    [
      /no option "everyEpoch". Did you mean "everyEpochs"/,
      /everyEpochs to be a positive integer/,
      /save to be/,
    ],
  ],
  ["progressLine", progressLine as Call, {}, [/stream to be a stream with write\(text\).*received nothing/]],
  [
    "onnxEngine",
    onnxEngine as Call,
    { numThreads: 2, threads: 0, log: console },
    [
      /no option "numThreads"/,
      /threads to be a whole number from 1 to 512 .*, received 0/,
      /log to be a function/,
    ],
  ],
  [
    "tfjsEngine",
    tfjsEngine as Call,
    { device: "cpu", backend: 3 },
    [/no option "device"/, /backend to be a text/],
  ],
  [
    "chooseEngine",
    ((options: never) => chooseEngine("auto", options)) as Call,
    { threads: 1, Backend: "cpu", task: { model, plan: { ...smallPlan(), preprocessing: undefined } } },
    [
      /no option "Backend". Did you mean "backend"/,
      /task to be { model, plan }, the plan with preprocessing/,
    ],
  ],
  [
    "predictProbabilities",
    ((options: never) => predictProbabilities(model, new Uint8Array(192), options)) as Call,
    {
      size: 1,
      shape: [8, 8, 3],
      loss: FROM_PROBABILITIES,
      preprocessing: { ...PREPROCESSING, std: [0, 1, 1] },
    },
    [/preprocessing.std to be a list of 3 numbers above 0, one a channel/],
  ],
  [
    "lossMeter",
    ((loss: never) => lossMeter(model, loss)) as Call,
    { type: "crossentropy" },
    [/loss.type to be one of .*received "crossentropy"/],
  ],
  [
    "saveRun",
    ((run: never) => saveRun("nowhere", run)) as Call,
    { model, card: {}, weights: [] },
    [/no option "weights"/, /history to be the rows that fit returned, received nothing/],
  ],
  [
    "runToZip",
    ((run: never) => runToZip(run)) as Call,
    { model: {}, card: {}, history: [] },
    [/model to be a tf/],
  ],
  [
    "runFromZip",
    ((options: never) => runFromZip(new Uint8Array(0), options)) as Call,
    { maxbytes: 5, maxBytes: -1 },
    [/no option "maxbytes". Did you mean "maxBytes"/, /maxBytes to be above 0/],
  ],
];

describe("refuses unknown and wrong options, all at once", () => {
  it.each(WRONG)("%s", async (_, call, options, expected) => {
    const calling = (async () => call(options as never))();
    const error = await calling.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TrainingOptionsError);
    const { problems, message } = error as TrainingOptionsError;
    expect(message).toMatch(/^\[imgcls\/training\] /);
    expect(problems).toHaveLength(expected.length);
    for (const problem of expected) expect(problems).toContainEqual(expect.stringMatching(problem));
  });
});

it("takes what is right", async () => {
  earlyStopping({ monitor: "val_accuracy", mode: "max", patience: 0, minDelta: -1e-4, baseline: 0.5 });
  checkpointing({ save, everyEpochs: 2 });
  progressLine({ stream: { write: save } });
  onnxEngine({ device: "cpu", threads: 2, lowering: "portable", log: save });
  tfjsEngine({ backend: "cpu" });
  const task = { model, plan: smallPlan({ optimizer: ADAM }) };
  expect((await chooseEngine("auto", { task, threads: 1, backend: "cpu", log: save })).name).toBe("onnx");
});
