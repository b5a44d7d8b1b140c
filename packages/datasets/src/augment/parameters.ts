/** Kinds of parameters that augmentations have: what is accepted, and its one form. */

/** One parameter of an augmentation. */
export interface Parameter<Value> {
  /** What is accepted, in words, for error messages: "a probability from 0 to 1". */
  readonly expected: string;
  /** The value in its one form (`32` → `[32, 32]`); `undefined` when it is not what is expected. */
  read(given: unknown): Value | undefined;
  /** When nothing (or `null`) is given; absent: something must be given. */
  readonly default?: Value;
}

/** From, to. */
export type Range = readonly [least: number, greatest: number];

/** A grey level for all channels, or one for each. */
export type Fill = number | readonly number[];

export const INTERPOLATIONS = ["nearest", "bilinear"] as const;
export type Interpolation = (typeof INTERPOLATIONS)[number];

/** The same parameter with another default. */
export const withDefault = <Value>(parameter: Parameter<Value>, value: Value): Parameter<Value> => ({
  ...parameter,
  default: value,
});

/** The same parameter, which may be left out and then is `null`. */
export const optional = <Value>(parameter: Parameter<Value>): Parameter<Value | null> => ({
  ...parameter,
  default: null,
});

export const numberWhere = (expected: string, accepts: (value: number) => boolean): Parameter<number> => ({
  expected,
  read: (given) => (isNumber(given) && accepts(given) ? given : undefined),
});

export const probability = (value: number): Parameter<number> =>
  withDefault(
    numberWhere("a probability from 0 to 1", (p) => p >= 0 && p <= 1),
    value,
  );

export const wholeNumberFrom = (least: number): Parameter<number> =>
  numberWhere(`a whole number from ${least}`, (value) => Number.isInteger(value) && value >= least);

export const oneOf = <const Names extends readonly string[]>(
  names: Names,
  fallback: Names[number],
): Parameter<Names[number]> => ({
  expected: names.map((name) => `"${name}"`).join(" or "),
  read: (given) =>
    typeof given === "string" ? names.find((name) => name === given.toLowerCase()) : undefined,
  default: fallback,
});

export const interpolation = (fallback: Interpolation): Parameter<Interpolation> =>
  oneOf(INTERPOLATIONS, fallback);

/** `[height, width]`, or one number for both. */
export const size: Parameter<readonly [height: number, width: number]> = {
  expected: "a size: a whole number from 1, or [height, width]",
  read: (given) => {
    const both = isNumber(given) ? [given, given] : given;
    return isNumbers(both, 2) && both.every((extent) => Number.isInteger(extent) && extent >= 1)
      ? [both[0]!, both[1]!]
      : undefined;
  },
};

const isGreyLevel = (value: unknown): value is number => isNumber(value) && value >= 0 && value <= 255;

/** One entry, or as many as the images have channels: `fillProblems` checks that. Default 0. */
export const fill: Parameter<readonly number[]> = {
  expected: "a grey level from 0 to 255, or one for each channel",
  read: (given) => {
    const levels = Array.isArray(given) ? given : [given];
    // Pillow cuts the fraction off.
    return levels.length > 0 && levels.every(isGreyLevel) ? levels.map(Math.trunc) : undefined;
  },
  default: [0],
};

/** `[least, greatest]` of numbers that pass, or what `fromOne` makes of a single number. */
export const range = (
  expected: string,
  accepts: (value: number) => boolean,
  fromOne: (value: number) => Range | undefined = () => undefined,
): Parameter<Range> => ({
  expected,
  read: (given) => {
    const pair = isNumber(given) ? fromOne(given) : given;
    return isNumbers(pair, 2) && pair.every(accepts) && pair[0]! <= pair[1]!
      ? [pair[0]!, pair[1]!]
      : undefined;
  },
});

export const isNumber = (value: unknown): value is number => Number.isFinite(value);

/** An array of `length` finite numbers. */
export const isNumbers = (value: unknown, length: number): value is readonly number[] =>
  Array.isArray(value) && value.length === length && value.every(isNumber);
