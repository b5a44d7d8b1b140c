import { expectAllClose, formulaWeight, optimizerSteps } from "@imgcls/test-utils";
import { describe, expect, it } from "vitest";
import { runUpdates } from "../../test/run-updates.js";
import { blockedLowering } from "../lowering/blocked.js";
import type { GraphLayout, Lowering } from "../lowering/lowering.js";
import { portable } from "../lowering/portable.js";
import type { OptimizerConfig } from "../types.js";
import { defaultLearningRate, OPTIMIZER_NAMES, optimizerOptions, optimizerProblems } from "./index.js";

/** Layouts with and without blocks; the numbers of filters and channels fill none of them. */
const LOWERINGS: readonly Lowering[] = [portable, blockedLowering(8, 2), blockedLowering(16, 4)];

const { shapes, cases } = optimizerSteps;

function layoutOf(name: string, shape: readonly number[], lowering: Lowering): GraphLayout {
  if (name === "conv/kernel") return lowering.kernelLayout(shape);
  if (name === "conv/bias") return lowering.channelLayout(shape[0]!);
  return portable.flattenedLayout({ height: 1, width: 1, channels: shape[0]! }, shape[1]!);
}

const weightsIn = (lowering: Lowering) =>
  Object.entries(shapes).map(([name, shape], i) => ({
    name,
    shape,
    layout: layoutOf(name, shape, lowering),
    values: formulaWeight(i, shape),
    gradient: (step: number) => formulaWeight(5000 + 10 * step + i, shape),
  }));

describe.each(LOWERINGS)("weights in $name", (lowering) => {
  it.each(cases)("five updates as in PyTorch or the paper: $name", async ({ config, rates, ...expected }) => {
    const states = await runUpdates(weightsIn(lowering), config as OptimizerConfig, rates);
    for (const name of Object.keys(shapes)) {
      const [first, last] = expected.weights.map((weights) => weights[name]!);
      expectAllClose(states[0]!.get(name)!, first!, 2e-6, `${name} after a step`);
      expectAllClose(states.at(-1)!.get(name)!, last!, 5e-6, `${name} after five steps`);
      if (!expected.averages) continue;
      expectAllClose(states.at(-1)!.get(`${name}/ema`)!, expected.averages[name]!, 5e-6, `mean of ${name}`);
    }
  });
});

describe("in steps that only accumulate", () => {
  it("weights and slots keep their bits", async () => {
    const config: OptimizerConfig = {
      type: "adam",
      learningRate: 0.1,
      gradientAccumulationSteps: 2,
      useEma: true,
    };
    const states = await runUpdates(weightsIn(portable), config, [0.1, 0.1, 0.1]);
    const [, updated, held] = states;
    for (const [name, values] of updated!) {
      if (name.endsWith("/accumulated")) expect(values.every((value) => value === 0)).toBe(true);
      else expect(held!.get(name), name).toEqual(values);
    }
  });
});

describe("options", () => {
  // Keras 3; the rate of LARS suits small networks, that of Muon is its reference implementation's.
  const RATES = { sgd: 0.01, lars: 0.1, muon: 0.02 };

  it.each(OPTIMIZER_NAMES)("of %s say what they are, and their defaults are right", (type) => {
    for (const [name, { about, accepts, required, default: value }] of Object.entries(
      optimizerOptions(type),
    )) {
      expect(about, name).toMatch(/^[^.\n]+$/);
      expect(required === true, name).toBe(name === "learningRate");
      if (value !== undefined) expect(accepts(value), name).toBe(true);
    }
    expect(defaultLearningRate(type)).toBe((RATES as Record<string, number>)[type] ?? 0.001);
  });

  it("that have no default are off, or depend on others", () => {
    const open = OPTIMIZER_NAMES.flatMap((type) =>
      Object.entries(optimizerOptions(type)).flatMap(([name, { default: value }]) =>
        value === undefined ? [name] : [],
      ),
    );
    expect([...new Set(open)].sort()).toEqual(["clipNorm", "clipValue", "companion", "globalClipNorm"]);
  });
});

describe("optimizerProblems", () => {
  it("finds nothing wrong with any optimizer's defaults", () => {
    for (const type of OPTIMIZER_NAMES) expect(optimizerProblems({ type, learningRate: 0.1 })).toEqual([]);
  });

  it("finds nothing wrong with the golden configurations", () => {
    for (const { config } of cases) expect(optimizerProblems(config as OptimizerConfig)).toEqual([]);
  });

  it("lists everything that is wrong", () => {
    const config = {
      type: "sgd",
      learningRate: -1,
      momentum: 1,
      momentun: 0.9,
      clipNorm: 1,
      clipValue: 1,
      groups: [{ match: "*", rate: 2 }],
    } as unknown as OptimizerConfig;
    expect(optimizerProblems(config)).toEqual([
      expect.stringMatching(
        /^optimizer has no option "momentun". Did you mean "momentum"\? Its options are type, /,
      ),
      "expected optimizer.learningRate to be 0 or more, received -1",
      "expected optimizer.momentum to be from 0 to below 1, received 1",
      expect.stringMatching(/^expected optimizer.groups to be a list of/),
      "expected one of optimizer.clipNorm and clipValue, received both",
    ]);
  });

  it("calls it what the caller calls it", () => {
    const config = { type: "sgd", momentum: 1, clipNorm: 1, clipValue: 1 } as unknown as OptimizerConfig;
    expect(optimizerProblems(config, "a.b")).toEqual([
      "expected a.b.momentum to be from 0 to below 1, received 1",
      "a.b.learningRate is missing",
      "expected one of a.b.clipNorm and clipValue, received both",
    ]);
    expect(optimizerProblems({ type: "x" } as unknown as OptimizerConfig, "a.b")[0]).toMatch(
      /^expected a\.b\.type/,
    );
    expect(optimizerProblems(null as unknown as OptimizerConfig, "a.b")[0]).toContain("of a.b to be");
  });

  it("names the optimizers there are", () => {
    const config = { type: "ftrl", learningRate: 1 } as unknown as OptimizerConfig;
    expect(optimizerProblems(config)).toEqual([
      'expected optimizer.type to be one of sgd, adam, adamw, adamax, rmsprop, adagrad, lion, lars, muon, received "ftrl"',
    ]);
  });

  it("takes another optimizer as Muon's companion, with its own options alone", () => {
    const muon = (companion: object) =>
      optimizerProblems({ type: "muon", learningRate: 0.02, companion } as unknown as OptimizerConfig);
    expect(muon({ type: "sgd", learningRate: 0.1, momentum: 0.85, nesterov: true })).toEqual([]);
    for (const wrong of [
      { type: "muon", learningRate: 1 },
      { type: "sgd" },
      { type: "sgd", learningRate: 0.1, clipNorm: 1 },
    ]) {
      expect(muon(wrong)).toEqual([expect.stringMatching(/^expected optimizer.companion to be another/)]);
    }
  });
});
