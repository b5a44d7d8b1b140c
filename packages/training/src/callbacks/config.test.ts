import { describe, expect, it } from "vitest";
import { memoryFolder } from "../../test/memory-folder.js";
import { callbackConfigProblems, callbackFromConfig, callbackOptions } from "./config.js";
import { CALLBACK_NAMES, type CallbackConfig, type CallbackName } from "./table.js";

describe("callbackConfigProblems", () => {
  const problems = (config: unknown) => callbackConfigProblems(config, "callbacks[1]");

  it("accepts a callback with options that are right, and with none", () => {
    expect(problems({ type: "earlyStopping", patience: 3, monitor: "val_accuracy" })).toEqual([]);
    expect(problems({ type: "terminateOnNaN" })).toEqual([]);
  });

  it("names every unknown and every wrong option, with its place", () => {
    expect(problems({ type: "earlyStopping", restore_best_weights: true, patience: -1 })).toEqual([
      expect.stringMatching(/^callbacks\[1\] has no option .*Did you mean "restoreBestWeights"\?/),
      "expected callbacks[1].patience to be a number of epochs, 0 or more, received -1",
    ]);
  });

  it.each([
    ["EarlyStopping", 'Did you mean "earlyStopping"?'],
    ["toString", `Known: ${CALLBACK_NAMES.join(", ")}`],
    [undefined, 'unknown callback "undefined"'],
  ])("says which types there are instead of %s", (type, sentence) => {
    expect(problems({ type })).toEqual([expect.stringContaining(sentence)]);
    expect(problems({ type })[0]).toMatch(/^callbacks\[1\]\.type: /);
  });

  it.each([null, "earlyStopping", ["earlyStopping"]])("says that %j is no configuration", (config) => {
    expect(problems(config)).toEqual([expect.stringMatching(/^expected callbacks\[1\] to be \{ type, … \}/)]);
  });
});

describe("options that are each right, but not together", () => {
  const best = { type: "modelCheckpoint", filepath: "best" };
  it.each<[object, RegExp]>([
    [
      { ...best, saveBestOnly: true, saveFreq: 100 },
      /^expected filepath and monitor of callback,.* val_loss:/,
    ],
    [{ ...best, saveBestOnly: true, everySeconds: 60 }, /within epochs.* received val_loss:/],
    [{ ...best, filepath: "{epoch}-{val_accuracy:.2f}", saveFreq: 100 }, /received val_accuracy:/],
    [{ ...best, saveFreq: 100, everyEpochs: 2 }, /^callback\.everyEpochs is for saveFreq "epoch"/],
  ])("%j", (config, sentence) => {
    expect(callbackConfigProblems(config, "callback")).toEqual([expect.stringMatching(sentence)]);
  });

  it.each([
    { ...best, saveBestOnly: true, monitor: "loss", saveFreq: 100 },
    { ...best, saveBestOnly: true, everyEpochs: 2, initialValueThreshold: 0.5 },
    { ...best, saveFreq: 100 },
  ])("has nothing against %j", (config) => {
    expect(callbackConfigProblems(config, "callback")).toEqual([]);
  });
});

describe("callbackFromConfig", () => {
  const place = { folder: memoryFolder() };

  it("makes the callback of that name", () => {
    const config: CallbackConfig = { type: "earlyStopping", patience: 3 };
    expect(callbackFromConfig(JSON.parse(JSON.stringify(config)), place).name).toBe("earlyStopping");
  });

  it("throws with everything that is wrong", () => {
    const config = { type: "earlyStopping", patience: -1, mode: "up" } as unknown as CallbackConfig;
    expect(() => callbackFromConfig(config, place)).toThrow(/callback\.patience .*; .*callback\.mode/);
  });
});

/** One of each: a new one fails the type check until it is here. */
const CONFIGS: { readonly [Name in CallbackName]: Extract<CallbackConfig, { type: Name }> } = {
  csvLogger: { type: "csvLogger", filename: "a.csv" },
  earlyStopping: { type: "earlyStopping", patience: 1 },
  modelCheckpoint: { type: "modelCheckpoint", filepath: "best" },
  reduceLROnPlateau: { type: "reduceLROnPlateau", factor: 0.5 },
  stochasticWeightAveraging: { type: "stochasticWeightAveraging", startEpoch: 2 },
  swapEMAWeights: { type: "swapEMAWeights" },
  tensorBoard: { type: "tensorBoard", updateFreq: "batch", hparams: { optimizer: "sgd" } },
  terminateOnNaN: { type: "terminateOnNaN", raiseError: true },
};

it.each(Object.values(CONFIGS))("$type is made of plain data", (config) => {
  expect(callbackConfigProblems(config, "callback")).toEqual([]);
  expect(callbackFromConfig(config, { folder: memoryFolder() }).name).toMatch(config.type);
});

it.each(CALLBACK_NAMES)("%s says what each of its options is, may be, and is by default", (type) => {
  for (const option of Object.values(callbackOptions(type))) {
    expect(option.expected).toMatch(/\S/);
    expect(option.about).toMatch(/\S/);
    expect(option.accepts(Symbol("no option"))).toBe(false);
    if (option.default !== undefined) expect(option.accepts(option.default)).toBe(true);
  }
});

it("has Keras's defaults", () => {
  const defaults = (type: CallbackName) =>
    Object.fromEntries(Object.entries(callbackOptions(type)).map(([name, option]) => [name, option.default]));
  const monitor = { monitor: "val_loss", mode: "auto" };
  expect(defaults("earlyStopping")).toEqual({
    ...monitor,
    minDelta: 0,
    patience: 0,
    restoreBestWeights: false,
    startFromEpoch: 0,
  });
  expect(defaults("reduceLROnPlateau")).toEqual({
    ...monitor,
    minDelta: 1e-4,
    factor: 0.1,
    patience: 10,
    cooldown: 0,
    minLr: 0,
  });
});
