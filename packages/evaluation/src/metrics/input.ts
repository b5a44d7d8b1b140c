import { type Checks, texts } from "@imgcls/checks";
import { inputProblems, numbers, requireNone } from "../option-checks.js";
import { softmax } from "./softmax.js";
import { Tally } from "./tally.js";
import { tallyProblems } from "./tally-problems.js";

/** Predictions on labelled samples: exactly one of `probabilities`, `logits` and `predicted`. */
export interface MetricInput {
  /** [samples], true class indices from 0. */
  readonly labels: ArrayLike<number>;
  /** [samples, classes], each row sums to 1. */
  readonly probabilities?: ArrayLike<number>;
  /** [samples, classes], before softmax. */
  readonly logits?: ArrayLike<number>;
  /** [samples], class indices. Default: the most likely class, the lowest of equals. */
  readonly predicted?: ArrayLike<number>;
  /** [classes]. Default: as many classes as columns, or as the largest index says. */
  readonly classNames?: readonly string[];
  /** [samples], how much each counts, 0 or more. Default 1 each. */
  readonly weights?: ArrayLike<number>;
}

export type WithProbabilities = CheckedInput & { readonly probabilities: Probabilities };

/** What a metric is computed from. */
export type Needs = "labels" | "probabilities";

/** A confusion matrix of more would not fit into memory. */
const MOST_CLASSES = 20_000;

const CHECKS: Checks<MetricInput> = {
  labels: numbers,
  probabilities: numbers,
  logits: numbers,
  predicted: numbers,
  classNames: texts,
  weights: numbers,
};

export type Probabilities = Float32Array | Float64Array;

/** One of `probabilities` and `predicted`; `logits` beside the former where they were given. */
interface Given {
  readonly probabilities?: Probabilities | undefined;
  readonly logits?: Probabilities | undefined;
  readonly predicted?: ArrayLike<number> | undefined;
}

/** Input that was found right, with what is counted in one pass; several metrics share one. */
export class CheckedInput implements MetricInput, Given {
  readonly probabilities: Probabilities | undefined;
  readonly logits: Probabilities | undefined;
  readonly predicted: ArrayLike<number> | undefined;
  readonly tally: Tally;

  constructor(
    readonly labels: ArrayLike<number>,
    readonly classes: number,
    given: Given,
    readonly weights: ArrayLike<number> | undefined,
  ) {
    this.probabilities = given.probabilities;
    this.logits = given.logits;
    this.predicted = given.predicted;
    this.tally = new Tally(classes, given.probabilities instanceof Float32Array ? 2 ** -23 : Number.EPSILON);
    if (given.probabilities) this.tally.addProbabilities(given.probabilities, labels, weights);
    else this.tally.addPredicted(given.predicted!, labels, weights);
  }

  /** @param given default: as before */
  reweighted(weights: ArrayLike<number>, given: Given = this): CheckedInput {
    return new CheckedInput(this.labels, this.classes, given, weights);
  }
}

/**
 * @param owner whose input it is, for messages
 * @throws EvaluationInputError with everything that is wrong
 */
export function checkedInput(owner: string, input: MetricInput, needs: Needs): CheckedInput {
  const checked = input instanceof CheckedInput ? input : check(owner, input);
  if (needs === "probabilities") requireProbabilities(owner, checked);
  return checked;
}

/** As `checkedInput`, of a metric that needs probabilities. */
export function withProbabilities(owner: string, input: MetricInput): WithProbabilities {
  return checkedInput(owner, input, "probabilities") as WithProbabilities;
}

function check(owner: string, input: MetricInput): CheckedInput {
  const title = `Cannot compute ${owner}`;
  requireNone(
    title,
    inputProblems(owner, input, CHECKS, ["labels"], () => sizeProblems(input)),
  );
  const classes = classesOf(input);
  const logits = input.logits && asFloats(input.logits);
  const probabilities = input.probabilities
    ? asFloats(input.probabilities)
    : logits && softmax(logits, classes);
  const given = { probabilities, logits, predicted: input.predicted };
  const checked = new CheckedInput(input.labels, classes, given, input.weights);
  requireNone(title, [...tallyProblems(checked.tally, checked), ...weightProblems(input.weights)]);
  return checked;
}

function sizeProblems(input: MetricInput): string[] {
  const { labels, probabilities, logits, predicted, classNames, weights } = input;
  const problems: string[] = [];
  const samples = labels.length;
  if (samples === 0) problems.push("labels is empty, expected at least one sample");
  const given = { probabilities, logits, predicted };
  const names = Object.entries(given).filter(([, values]) => values !== undefined);
  if (names.length !== 1) {
    const received = names.length === 0 ? "none" : names.map(([name]) => name).join(" and ");
    problems.push(`expected one of probabilities, logits and predicted, received ${received}`);
  }
  if (classNames?.length === 0) problems.push("classNames is empty, expected one name a class");
  for (const [name, values] of Object.entries({ predicted, weights })) {
    if (values !== undefined && values.length !== samples) {
      problems.push(`${name} has ${values.length} values, expected ${samples}, one a label`);
    }
  }
  if (problems.length > 0) return problems;
  const classes = classesOf(input);
  if (classes > MOST_CLASSES) return [`expected at most ${MOST_CLASSES} classes, received ${classes}`];
  const rows = probabilities ?? logits;
  if (rows === undefined) return [];
  const name = probabilities ? "probabilities" : "logits";
  if (classNames && rows.length !== samples * classNames.length) {
    problems.push(
      `${name} has ${rows.length} values, expected ${samples * classNames.length} (${samples} labels × ${classNames.length} classes)`,
    );
  } else if (rows.length === 0 || rows.length % samples !== 0) {
    problems.push(
      `${name} has ${rows.length} values, expected a row of the same length for each of ${samples} labels`,
    );
  }
  return problems;
}

function classesOf({ labels, probabilities, logits, predicted, classNames }: MetricInput): number {
  if (classNames) return classNames.length;
  const rows = probabilities ?? logits;
  if (rows) return rows.length / labels.length;
  let largest = 0;
  for (const classes of [labels, predicted!]) {
    for (let i = 0; i < classes.length; i++) largest = Math.max(largest, Math.floor(classes[i]!) || 0);
  }
  return largest + 1;
}

/** Typed arrays as they are; others as float64. */
export const asFloats = (values: ArrayLike<number>): Probabilities =>
  values instanceof Float32Array || values instanceof Float64Array ? values : Float64Array.from(values);

function weightProblems(weights: ArrayLike<number> | undefined): string[] {
  if (weights === undefined) return [];
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    if (!(weights[i]! >= 0 && weights[i]! < Number.POSITIVE_INFINITY)) {
      return [`weights has ${weights[i]} at index ${i}, expected finite numbers of 0 or more`];
    }
    sum += weights[i]!;
  }
  return sum > 0 ? [] : ["all weights are 0, expected at least one above"];
}

function requireProbabilities(owner: string, { probabilities, classes, tally }: CheckedInput): void {
  if (probabilities === undefined) {
    requireNone(`Cannot compute ${owner}`, ["it needs probabilities or logits, received predicted classes"]);
  }
  const { count, first } = tally.badSums;
  if (count > 0) {
    const row = Array.from(probabilities!.subarray(first * classes, (first + 1) * classes));
    requireNone(`Cannot compute ${owner}`, [
      `the probabilities of ${count} of ${tally.samples} samples do not sum to 1, the first are of sample ${first} with ${row.reduce((sum, p) => sum + p, 0)}: give logits where the model has no softmax`,
    ]);
  }
}
