import { describe, expect, it } from "vitest";
import {
  type Checks,
  count,
  flag,
  missingProblems,
  nearest,
  notNegative,
  oneOf,
  option,
  optionProblems,
  positive,
  requiredOptions,
  share,
  unknownName,
  wholeNumber,
  withDefaults,
  within,
} from "./index.js";

interface Options {
  readonly batchSize: number;
  readonly shuffle?: boolean;
  readonly rate?: number;
}
const checks: Checks<Options> = { batchSize: count, shuffle: flag, rate: positive };

describe("optionProblems", () => {
  it("accepts what is right, and what is not given", () => {
    expect(optionProblems("batches", { batchSize: 2, shuffle: undefined }, checks)).toEqual([]);
  });

  it("names every unknown option with the nearest known one, and every wrong value", () => {
    expect(
      optionProblems("batches", { batch_size: 2, toString: 1, shuffle: "yes", rate: Number.NaN }, checks),
    ).toEqual([
      'batches has no option "batch_size". Did you mean "batchSize"? Its options are batchSize, shuffle, rate',
      'batches has no option "toString"; its options are batchSize, shuffle, rate',
      'expected batches.shuffle to be true or false, received "yes"',
      "expected batches.rate to be above 0, received NaN",
    ]);
  });

  it("survives values that JSON does not have", () => {
    expect(optionProblems("f", { shuffle: 1n, rate: () => 1 }, checks)).toEqual([
      "expected f.shuffle to be true or false, received 1",
      "expected f.rate to be above 0, received a function",
    ]);
    expect(optionProblems("f", null as never, checks)).toEqual([
      "expected the options of f to be an object, received null",
    ]);
  });
});

it("missingProblems names what has to be given", () => {
  expect(missingProblems("batches", {}, checks, ["batchSize"])).toEqual([
    "expected batches.batchSize to be a positive integer, received nothing",
  ]);
});

describe("options", () => {
  const options = {
    rate: option(positive, { required: true, about: "how fast" }),
    momentum: option(share, { default: 0.9, about: "share that is kept" }),
    nesterov: option(flag, { default: false, about: "looks ahead" }),
    limit: option(positive, { about: "greatest norm" }),
  };

  it("carry what a form shows", () => {
    expect(options.momentum).toMatchObject({
      expected: "from 0 to below 1",
      kind: "number",
      least: 0,
      greatest: 1,
      default: 0.9,
      about: "share that is kept",
    });
    expect(oneOf("a", "b")).toMatchObject({ kind: "choice", choices: ["a", "b"] });
    expect(requiredOptions(options)).toEqual(["rate"]);
  });

  it("withDefaults fills in what is not given, and nothing else", () => {
    const complete = withDefaults({ rate: 1, momentum: undefined, nesterov: true }, options);
    expect(complete).toEqual({ rate: 1, momentum: 0.9, nesterov: true });
    expect(withDefaults({ momentum: 0, nesterov: false }, options)).toEqual({ momentum: 0, nesterov: false });
  });

  it("have no value outside of their bounds", () => {
    for (const check of [share, positive, notNegative, count, wholeNumber, within(-2, 3)]) {
      const { least = Number.NaN, greatest = Number.POSITIVE_INFINITY } = check;
      expect(check.accepts(least - 1e-9)).toBe(false);
      expect(check.accepts(greatest + 1e-9)).toBe(false);
    }
  });
});

describe("nearest", () => {
  it("ignores case, dashes and underscores", () => {
    expect(nearest("Validation_Split", ["validation", "validationSplit"])).toBe("validationSplit");
  });
  it("suggests nothing far away", () => {
    expect(nearest("half", ["preprocessing", "classNames"])).toBeUndefined();
    expect(nearest("x", [])).toBeUndefined();
  });
});

it("unknownName is one sentence", () => {
  expect(unknownName("recipe", "mnist-cn", ["mnist-cnn", "airbench94"])).toBe(
    'unknown recipe "mnist-cn". Did you mean "mnist-cnn"? Known: mnist-cnn, airbench94',
  );
});
