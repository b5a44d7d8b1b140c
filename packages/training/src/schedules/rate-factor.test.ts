import { goldenSchedules } from "@imgcls/test-utils";
import { describe, expect, it } from "vitest";
import type { ScheduleConfig } from "./config.js";
import { rateFactorAt, SCHEDULE_NAMES, scheduleOptions, scheduleProblems } from "./rate-factor.js";

const { rate, steps, stepsPerEpoch, cases } = goldenSchedules;
const length = { steps, stepsPerEpoch };
const factors = (schedule: ScheduleConfig) =>
  Array.from({ length: steps }, (_, step) => rateFactorAt(schedule, step, length));

describe("rates of every step are those of the peer", () => {
  it.each(cases)("$peer: $config", ({ config, rates }) => {
    const schedule = config as ScheduleConfig;
    expect(scheduleProblems(schedule)).toEqual([]);
    // Keras computes in float32.
    factors(schedule).forEach((factor, step) => {
      expect(factor * rate, `step ${step}`).toBeCloseTo(rates[step]!, 7);
    });
  });

  it("covers every schedule that a peer has", () => {
    const covered = new Set(cases.map(({ config }) => config.type));
    expect(SCHEDULE_NAMES.filter((name) => !covered.has(name))).toEqual(["constant"]);
  });
});

it("draws lines between the points of a piecewise schedule", () => {
  const schedule = {
    type: "piecewise",
    points: [
      [0, 0],
      [4, 1],
      [10, 0],
    ],
    interpolation: "linear",
  } as const;
  expect([0, 8, 16, 28, 39, 80].map((step) => rateFactorAt(schedule, step, length))).toEqual([
    0,
    0.5,
    1,
    0.5,
    expect.closeTo(1 / 24, 12),
    0,
  ]);
});

it("stays within 0 and the peak after the planned end, for a training that goes on", () => {
  for (const { config } of cases) {
    for (const step of [steps, steps + 1, 3 * steps]) {
      const factor = rateFactorAt(config as ScheduleConfig, step, length);
      expect(factor).toBeGreaterThanOrEqual(0);
      expect(factor).toBeLessThanOrEqual(1);
    }
  }
});

it.each(SCHEDULE_NAMES)("every option of %s says what it is, and its default is right", (type) => {
  for (const [name, { about, accepts, required, default: value }] of Object.entries(scheduleOptions(type))) {
    expect(about, name).toMatch(/^[^.\n]+$/);
    if (value !== undefined) expect(accepts(value), name).toBe(true);
    else if (!required) expect(["warmup", "downEpochs"]).toContain(name);
  }
});

it("calls the schedule what the caller calls it", () => {
  const schedule = { type: "step", gamma: 2, warmup: { from: 0.5 } } as never;
  expect(scheduleProblems(schedule, "a.b")).toEqual([
    "expected a.b.everyEpochs to be above 0, received nothing",
    "expected a.b.gamma to be a number from 0 to 1, received 2",
    "expected a.b.warmup.epochs to be above 0, received nothing",
  ]);
  expect(scheduleProblems({ type: "x" } as never, "a.b")[0]).toMatch(/^a\.b\.type: unknown/);
});

it("lists everything that is wrong", () => {
  const schedule = { type: "cosine", minfactor: 0.1, minFactor: 2, warmup: { steps: 3 } };
  expect(scheduleProblems(schedule as unknown as ScheduleConfig)).toEqual([
    'schedule has no option "minfactor". Did you mean "minFactor"? Its options are minFactor',
    "expected schedule.minFactor to be a number from 0 to 1, received 2",
    "expected schedule.warmup.epochs to be above 0, received nothing",
    'schedule.warmup has no option "steps"; its options are epochs, from',
  ]);
  expect(scheduleProblems({ type: "multiStep", milestones: [3, 2] })).toEqual([
    "expected schedule.milestones to be a list of epochs, ascending, received [3,2]",
  ]);
  expect(scheduleProblems({ type: "multistep" } as never)).toEqual([
    expect.stringContaining('unknown schedule "multistep". Did you mean "multiStep"?'),
  ]);
});
