import {
  type Check,
  finite,
  flag,
  notNegative,
  type Options,
  oneOf,
  option,
  positive,
  within,
} from "@imgcls/checks";
import type { ScheduleName, Schedules } from "./config.js";

/** How long the scheduled part of a training is. */
export interface Length {
  readonly steps: number;
  readonly stepsPerEpoch: number;
}

/** With the default of every option that has one; that of `downEpochs` is another option. */
type Complete<Config> = Config & Required<Omit<Config, "warmup" | "downEpochs">>;

export interface ScheduleKind<Config> {
  readonly options: Options<Omit<Config, "type" | "warmup">>;
  /** Factor of the learning rate. `step` counts from 0 and may pass the length. */
  factorAt(config: Complete<Config>, step: number, length: Length): number;
}

const fraction = within(0, 1);

const ascending = (values: readonly number[]): boolean =>
  values.every((value, i) => notNegative.accepts(value) && (i === 0 || value > values[i - 1]!));

const milestones: Check = {
  expected: "a list of epochs, ascending",
  accepts: (value) => Array.isArray(value) && value.length > 0 && ascending(value),
  kind: "list",
};

const points: Check = {
  expected: "a list of [epoch, factor], epochs ascending and factors 0 or more",
  accepts: (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((point) => Array.isArray(point) && point.length === 2 && notNegative.accepts(point[1])) &&
    ascending(value.map(([epoch]) => epoch)),
  kind: "list",
};

const fromOne: Check = {
  expected: "1 or more",
  accepts: (value) => positive.accepts(value) && (value as number) >= 1,
  kind: "number",
  least: 1,
};

/** From 1 at the beginning to 0 at the end. */
const halfCosine = (share: number): number => (1 + Math.cos(Math.PI * share)) / 2;

const between = (from: number, to: number, share: number): number => from + (to - from) * share;

/** How many times `decayEpochs` have passed. */
function decays(
  { decayEpochs, staircase }: { decayEpochs: number; staircase: boolean },
  step: number,
  { stepsPerEpoch }: Length,
): number {
  const times = step / (decayEpochs * stepsPerEpoch);
  return staircase ? Math.floor(times) : times;
}

const shareOf = (step: number, { steps }: Length): number => Math.min(1, step / steps);

const gamma = { default: 0.1, about: "factor of each fall" };

const minFactor = option(fraction, { default: 0, about: "share of the rate that is left at the end" });

const DECAYING = {
  decayEpochs: option(positive, { default: 1, about: "epochs in which the rate falls once" }),
  staircase: option(flag, { default: false, about: "falls only after each decayEpochs" }),
};

export const SCHEDULES: { readonly [Name in ScheduleName]: ScheduleKind<Schedules[Name]> } = {
  constant: { options: {}, factorAt: () => 1 },

  step: {
    options: {
      everyEpochs: option(positive, { required: true, about: "epochs from one fall to the next" }),
      gamma: option(fraction, gamma),
    },
    factorAt: ({ everyEpochs, gamma }, step, { stepsPerEpoch }) =>
      gamma ** Math.floor(step / (everyEpochs * stepsPerEpoch)),
  },

  multiStep: {
    options: {
      milestones: option(milestones, {
        required: true,
        about: "epochs that are complete when the rate falls, ascending",
      }),
      gamma: option(fraction, gamma),
    },
    factorAt: ({ milestones, gamma }, step, { stepsPerEpoch }) =>
      gamma ** milestones.filter((epoch) => step / stepsPerEpoch >= epoch).length,
  },

  exponential: {
    options: { gamma: option(fraction, { required: true, about: gamma.about }), ...DECAYING },
    factorAt: (config, step, length) => config.gamma ** decays(config, step, length),
  },

  inverseTime: {
    options: {
      decayRate: option(notNegative, {
        required: true,
        about: "how fast the rate falls: 1 halves it in decayEpochs",
      }),
      ...DECAYING,
    },
    factorAt: (config, step, length) => 1 / (1 + config.decayRate * decays(config, step, length)),
  },

  polynomial: {
    options: {
      power: option(positive, { default: 1, about: "power of the falling line: 1 is straight" }),
      minFactor,
    },
    factorAt: ({ power, minFactor }, step, length) =>
      between(minFactor, 1, (1 - shareOf(step, length)) ** power),
  },

  cosine: {
    options: { minFactor },
    factorAt: ({ minFactor }, step, length) => between(minFactor, 1, halfCosine(shareOf(step, length))),
  },

  tanh: {
    options: {
      from: option(finite, { default: -7, about: "where on the curve of tanh the schedule begins" }),
      to: option(finite, { default: 3, about: "where it ends" }),
      minFactor: option(fraction, { default: 0, about: "share of the rate that is left at the end" }),
    },
    factorAt({ from, to, minFactor }, step, { steps }) {
      const at = between(from, to, Math.min(1, step / steps));
      return between(minFactor, 1, (1 - Math.tanh(at)) / 2);
    },
  },

  cosineRestarts: {
    options: {
      firstEpochs: option(positive, { required: true, about: "length of the first cosine" }),
      lengthFactor: option(fromOne, { default: 1, about: "how many times as long each next cosine is" }),
      peakFactor: option(positive, { default: 1, about: "how many times as high each next cosine begins" }),
      minFactor,
    },
    factorAt({ firstEpochs, lengthFactor, peakFactor, minFactor }, step, { stepsPerEpoch }) {
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
    options: {
      riseShare: option(fraction, { default: 0.3, about: "share of the steps in which the rate rises" }),
      divFactor: option(fromOne, { default: 25, about: "the first rate is the full one divided by this" }),
      finalDivFactor: option(fromOne, {
        default: 1e4,
        about: "the last rate is the first one divided by this",
      }),
      anneal: option(oneOf("cosine", "linear"), { default: "cosine", about: "shape of both ways" }),
    },
    factorAt({ riseShare, divFactor, finalDivFactor, anneal }, step, { steps }) {
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
    options: {
      upEpochs: option(positive, { required: true, about: "epochs in which the rate rises" }),
      downEpochs: option(positive, { about: "epochs in which it falls again; as many if not given" }),
      minFactor: option(fraction, { default: 0.1, about: "share of the rate at the bottom" }),
      halving: option(flag, { default: false, about: "each cycle rises half as high as the one before" }),
    },
    factorAt({ upEpochs, downEpochs = upEpochs, minFactor, halving }, step, { stepsPerEpoch }) {
      const [up, down] = [upEpochs * stepsPerEpoch, downEpochs * stepsPerEpoch];
      const cycle = Math.floor(step / (up + down));
      const at = step - cycle * (up + down);
      const height = at <= up ? at / up : 1 - (at - up) / down;
      return between(minFactor, 1, height * (halving ? 0.5 ** cycle : 1));
    },
  },

  piecewise: {
    options: {
      points: option(points, { required: true, about: "factors of the rate at epochs: [epoch, factor]" }),
      interpolation: option(oneOf("constant", "linear"), {
        default: "constant",
        about: "between two points: the earlier factor, or the line from one to the other",
      }),
    },
    factorAt({ points, interpolation }, step, { stepsPerEpoch }) {
      const epoch = step / stepsPerEpoch;
      const next = points.findIndex(([start]) => start > epoch);
      if (next === 0 || next === -1) return points.at(next === 0 ? 0 : -1)![1];
      const [[from, factor], [to, nextFactor]] = [points[next - 1]!, points[next]!];
      if (interpolation === "constant") return factor;
      return between(factor, nextFactor, (epoch - from) / (to - from));
    },
  },
};
