import {
  describedProblems,
  type Options,
  object,
  option,
  positive,
  unknownName,
  withDefaults,
  within,
} from "@imgcls/checks";
import type { OptionTable } from "@imgcls/onnx";
import type { ScheduleConfig, ScheduleName, Warmup } from "./config.js";
import { type Length, SCHEDULES, type ScheduleKind } from "./kinds.js";

export const SCHEDULE_NAMES = Object.keys(SCHEDULES) as ScheduleName[];

const WARMUP: Options<Warmup> = {
  epochs: option(positive, { required: true, about: "epochs before the schedule begins" }),
  from: option(within(0, 1), { default: 0, about: "factor of the rate in the first step" }),
};

/** The table's row, with the types that belong together joined again. */
const kindOf = (type: ScheduleName) => SCHEDULES[type] as ScheduleKind<ScheduleConfig>;

/** All options of a schedule, its own first: what each may be, its default, and a line about it. */
export const scheduleOptions = (type: ScheduleName): OptionTable => ({
  ...kindOf(type).options,
  warmup: option(object, { about: "a straight line up to the full rate", options: WARMUP }),
});

/**
 * What the schedule makes of the learning rate in a step: a factor of it.
 *
 * @param step from 0 over the whole training
 * @param length of the whole training, warm-up included
 */
export function rateFactorAt(schedule: ScheduleConfig, step: number, length: Length): number {
  const { options, factorAt } = kindOf(schedule.type);
  const { epochs, from } = withDefaults<Required<Warmup>>(schedule.warmup ?? { epochs: 0 }, WARMUP);
  const warmupSteps = Math.round(epochs * length.stepsPerEpoch);
  if (step < warmupSteps) {
    const first = factorAt(withDefaults(schedule, options), 0, length);
    return first * (from + ((1 - from) * step) / warmupSteps);
  }
  return factorAt(withDefaults(schedule, options), step - warmupSteps, {
    ...length,
    steps: Math.max(1, length.steps - warmupSteps),
  });
}

/**
 * What is wrong with a schedule: a list of sentences, empty when all is well.
 *
 * @param path what the sentences call it
 */
export function scheduleProblems(schedule: ScheduleConfig, path = "schedule"): string[] {
  if (!object.accepts(schedule)) return [`expected ${path} to be { type, … }, received ${String(schedule)}`];
  const { type, warmup, ...rest } = schedule;
  if (!Object.hasOwn(SCHEDULES, type)) {
    return [`${path}.type: ${unknownName("schedule", String(type), SCHEDULE_NAMES)}`];
  }
  return [
    ...describedProblems(path, rest, kindOf(type).options),
    ...(warmup === undefined ? [] : describedProblems(`${path}.warmup`, warmup, WARMUP)),
  ];
}
