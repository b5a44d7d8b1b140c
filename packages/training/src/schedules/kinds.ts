import { type Check, type Checks, flag, notNegative, oneOf, positive, within } from "@imgcls/checks";
import type { ScheduleName, Schedules } from "./config.js";

/** How long the scheduled part of a training is. */
export interface Length {
  readonly steps: number;
  readonly stepsPerEpoch: number;
}

export interface ScheduleKind<Config> {
  readonly checks: Checks<Omit<Config, "type" | "warmup">>;
  readonly required: readonly (keyof Config & string)[];
  /** Factor of the learning rate. `step` counts from 0 and may pass the length. */
  factorAt(config: Config, step: number, length: Length): number;
}

const fraction = within(0, 1);

const ascending = (values: readonly number[]): boolean =>
  values.every((value, i) => notNegative.accepts(value) && (i === 0 || value > values[i - 1]!));

const milestones: Check = {
  expected: "a list of epochs, ascending",
  accepts: (value) => Array.isArray(value) && value.length > 0 && ascending(value),
};

const points: Check = {
  expected: "a list of [epoch, factor], epochs ascending and factors 0 or more",
  accepts: (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((point) => Array.isArray(point) && point.length === 2 && notNegative.accepts(point[1])) &&
    ascending(value.map(([epoch]) => epoch)),
};

const fromOne: Check = {
  expected: "1 or more",
  accepts: (value) => positive.accepts(value) && (value as number) >= 1,
};

/** From 1 at the beginning to 0 at the end. */
const halfCosine = (share: number): number => (1 + Math.cos(Math.PI * share)) / 2;

const between = (from: number, to: number, share: number): number => from + (to - from) * share;

/** How many times `decayEpochs` have passed. */
function decays(
  { decayEpochs = 1, staircase = false }: { decayEpochs?: number; staircase?: boolean },
  step: number,
  { stepsPerEpoch }: Length,
): number {
  const times = step / (decayEpochs * stepsPerEpoch);
  return staircase ? Math.floor(times) : times;
}

const shareOf = (step: number, { steps }: Length): number => Math.min(1, step / steps);

const DECAYING = { decayEpochs: positive, staircase: flag };

export const SCHEDULES: { readonly [Name in ScheduleName]: ScheduleKind<Schedules[Name]> } = {
  constant: { checks: {}, required: [], factorAt: () => 1 },

  step: {
    checks: { everyEpochs: positive, gamma: fraction },
    required: ["everyEpochs"],
    factorAt: ({ everyEpochs, gamma = 0.1 }, step, { stepsPerEpoch }) =>
      gamma ** Math.floor(step / (everyEpochs * stepsPerEpoch)),
  },

  multiStep: {
    checks: { milestones, gamma: fraction },
    required: ["milestones"],
    factorAt: ({ milestones, gamma = 0.1 }, step, { stepsPerEpoch }) =>
      gamma ** milestones.filter((epoch) => step / stepsPerEpoch >= epoch).length,
  },

  exponential: {
    checks: { gamma: fraction, ...DECAYING },
    required: ["gamma"],
    factorAt: (config, step, length) => config.gamma ** decays(config, step, length),
  },

  inverseTime: {
    checks: { decayRate: notNegative, ...DECAYING },
    required: ["decayRate"],
    factorAt: (config, step, length) => 1 / (1 + config.decayRate * decays(config, step, length)),
  },

  polynomial: {
    checks: { power: positive, minFactor: fraction },
    required: [],
    factorAt: ({ power = 1, minFactor = 0 }, step, length) =>
      between(minFactor, 1, (1 - shareOf(step, length)) ** power),
  },

  cosine: {
    checks: { minFactor: fraction },
    required: [],
    factorAt: ({ minFactor = 0 }, step, length) => between(minFactor, 1, halfCosine(shareOf(step, length))),
  },

  cosineRestarts: {
    checks: { firstEpochs: positive, lengthFactor: fromOne, peakFactor: positive, minFactor: fraction },
    required: ["firstEpochs"],
    factorAt({ firstEpochs, lengthFactor = 1, peakFactor = 1, minFactor = 0 }, step, { stepsPerEpoch }) {
      let [rest, length, peak] = [step, firstEpochs * stepsPerEpoch, 1];
      while (rest >= length) {
        rest -= length;
        length *= lengthFactor;
        peak *= peakFactor;
      }
      return between(minFactor, 1, peak * halfCosine(rest / length));
    },
  },

  oneCycle: {
    checks: {
      riseShare: fraction,
      divFactor: fromOne,
      finalDivFactor: fromOne,
      anneal: oneOf("cosine", "linear"),
    },
    required: [],
    factorAt({ riseShare = 0.3, divFactor = 25, finalDivFactor = 1e4, anneal = "cosine" }, step, { steps }) {
      const first = 1 / divFactor;
      // The last step of each way has its end's rate, as in PyTorch: hence the − 1.
      const top = Math.max(0, riseShare * steps - 1);
      const shape = anneal === "cosine" ? (share: number) => 1 - halfCosine(share) : (share: number) => share;
      if (step < top) return between(first, 1, shape(step / top));
      const down = Math.min(1, (step - top) / Math.max(1, steps - 1 - top));
      return between(1, first / finalDivFactor, shape(down));
    },
  },

  triangular: {
    checks: { upEpochs: positive, downEpochs: positive, minFactor: fraction, halving: flag },
    required: ["upEpochs"],
    factorAt({ upEpochs, downEpochs = upEpochs, minFactor = 0.1, halving = false }, step, { stepsPerEpoch }) {
      const [up, down] = [upEpochs * stepsPerEpoch, downEpochs * stepsPerEpoch];
      const cycle = Math.floor(step / (up + down));
      const at = step - cycle * (up + down);
      const height = at <= up ? at / up : 1 - (at - up) / down;
      return between(minFactor, 1, height * (halving ? 0.5 ** cycle : 1));
    },
  },

  piecewise: {
    checks: { points, interpolation: oneOf("constant", "linear") },
    required: ["points"],
    factorAt({ points, interpolation = "constant" }, step, { stepsPerEpoch }) {
      const epoch = step / stepsPerEpoch;
      const next = points.findIndex(([start]) => start > epoch);
      if (next === 0 || next === -1) return points.at(next === 0 ? 0 : -1)![1];
      const [[from, factor], [to, nextFactor]] = [points[next - 1]!, points[next]!];
      if (interpolation === "constant") return factor;
      return between(factor, nextFactor, (epoch - from) / (to - from));
    },
  },
};
