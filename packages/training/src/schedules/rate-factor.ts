import {
  type Checks,
  missingProblems,
  object,
  optionProblems,
  positive,
  unknownName,
  within,
} from "@imgcls/checks";
import type { ScheduleConfig, ScheduleName, Warmup } from "./config.js";
import { type Length, SCHEDULES, type ScheduleKind } from "./kinds.js";

export const SCHEDULE_NAMES = Object.keys(SCHEDULES) as ScheduleName[];

const WARMUP: Checks<Warmup> = { epochs: positive, from: within(0, 1) };

/** The table's row, with the types that belong together joined again. */
const kindOf = ({ type }: ScheduleConfig) => SCHEDULES[type] as ScheduleKind<ScheduleConfig>;

/**
 * What the schedule makes of the learning rate in a step: a factor of it.
 *
 * @param step from 0 over the whole training
 * @param length of the whole training, warm-up included
 */
export function rateFactorAt(schedule: ScheduleConfig, step: number, length: Length): number {
  const { epochs = 0, from = 0 } = schedule.warmup ?? {};
  const warmupSteps = Math.round(epochs * length.stepsPerEpoch);
  if (step < warmupSteps) {
    const first = kindOf(schedule).factorAt(schedule, 0, length);
    return first * (from + ((1 - from) * step) / warmupSteps);
  }
  return kindOf(schedule).factorAt(schedule, step - warmupSteps, {
    ...length,
    steps: Math.max(1, length.steps - warmupSteps),
  });
}

/** What is wrong with a schedule: a list of sentences, empty when all is well. */
export function scheduleProblems(schedule: ScheduleConfig): string[] {
  if (!object.accepts(schedule)) return [`expected schedule to be { type, … }, received ${String(schedule)}`];
  const { type, warmup, ...options } = schedule;
  if (!Object.hasOwn(SCHEDULES, type)) {
    return [`schedule.type: ${unknownName("schedule", String(type), SCHEDULE_NAMES)}`];
  }
  const { checks, required } = kindOf(schedule);
  return [
    ...missingProblems("schedule", options, checks, required),
    ...optionProblems("schedule", options, checks),
    ...(warmup === undefined
      ? []
      : [
          ...missingProblems("schedule.warmup", warmup, WARMUP, ["epochs"]),
          ...optionProblems("schedule.warmup", warmup, WARMUP),
        ]),
  ];
}
