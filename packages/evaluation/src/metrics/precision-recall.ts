import { type Checks, oneOf, optionProblems, positive } from "@imgcls/checks";
import { requireNone } from "../option-checks.js";
import {
  type Counts,
  countsPerClass,
  fBetaOf,
  jaccardOf,
  mean,
  precisionOf,
  recallOf,
  weightedMean,
} from "./class-scores.js";
import { checkedInput, type MetricInput } from "./input.js";
import type { Tally } from "./tally.js";

/**
 * One number of many classes: of all their samples together ("micro"), the mean of the classes ("macro") or that mean
 * weighted by their samples ("weighted"); "none" keeps one number a class. A class is 0 where its ratio is 0 / 0.
 */
export type Average = "micro" | "macro" | "weighted" | "none";

export interface AverageOptions<A extends Average = Average> {
  /** Default "macro". */
  readonly average?: A;
}

export interface FBetaOptions<A extends Average = Average> extends AverageOptions<A> {
  /** How much more recall counts than precision. Default 1 */
  readonly beta?: number;
}

/** [classes] for "none". */
type Averaged<A> = A extends "none" ? number[] : number;

const CHECKS: Checks<FBetaOptions> = { average: oneOf("micro", "macro", "weighted", "none"), beta: positive };

/** Of the samples given a class, the share that are of it. */
export const precision = <A extends Average = "macro">(
  input: MetricInput,
  options: AverageOptions<A> = {},
): Averaged<A> => averaged("precision", input, options, precisionOf);

/** Of the samples of a class, the share that were given it. */
export const recall = <A extends Average = "macro">(
  input: MetricInput,
  options: AverageOptions<A> = {},
): Averaged<A> => averaged("recall", input, options, recallOf);

/** (1 + β²) · precision · recall / (β² · precision + recall); F1 by default. */
export const fBeta = <A extends Average = "macro">(
  input: MetricInput,
  options: FBetaOptions<A> = {},
): Averaged<A> => averaged("fBeta", input, options, (counts) => fBetaOf(counts, options.beta ?? 1));

/** Samples of a class and given it, as a share of those that are of it or given it (intersection over union). */
export const jaccard = <A extends Average = "macro">(
  input: MetricInput,
  options: AverageOptions<A> = {},
): Averaged<A> => averaged("jaccard", input, options, jaccardOf);

function averaged<A extends Average>(
  owner: string,
  input: MetricInput,
  options: AverageOptions<A>,
  of: (counts: Counts) => number,
): Averaged<A> {
  const checks = owner === "fBeta" ? CHECKS : { average: CHECKS.average };
  requireNone(`Cannot compute ${owner}`, optionProblems(owner, options, checks));
  const { tally } = checkedInput(owner, input, "labels");
  const { average = "macro" as A } = options;
  return (average === "none" ? perClass(tally, of) : averageOf(tally, average, of)) as Averaged<A>;
}

const perClass = ({ confusion, classes }: Tally, of: (counts: Counts) => number): number[] =>
  countsPerClass(confusion, classes).map(of);

export function averageOf(
  { confusion, classes }: Tally,
  average: Exclude<Average, "none">,
  of: (counts: Counts) => number,
): number {
  const counts = countsPerClass(confusion, classes);
  if (average === "micro") return of(counts.reduce(sumOf));
  const values = counts.map(of);
  return average === "macro"
    ? mean(values)
    : weightedMean(
        values,
        counts.map(({ support }) => support),
      );
}

const sumOf = (a: Counts, b: Counts): Counts => ({
  hits: a.hits + b.hits,
  support: a.support + b.support,
  predicted: a.predicted + b.predicted,
});
