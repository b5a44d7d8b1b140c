import { type Checks, count, oneOf, optionProblems, wholeNumber } from "@imgcls/checks";
import { requireMetrics } from "../metrics/evaluate-metrics.js";
import { type CheckedInput, checkedInput, type MetricInput } from "../metrics/input.js";
import { predictedClasses } from "../metrics/most-likely.js";
import { METRICS, type Metric, type MetricName } from "../metrics/table.js";
import { requireNone } from "../option-checks.js";
import { bcaInterval, type Interval, LEVEL, percentileInterval } from "./interval.js";
import { randomIndices } from "./random.js";

export interface BootstrapOptions {
  /** How often such an interval has the true value. Default 0.95 */
  readonly level?: number;
  /** How many sets of samples are drawn. Default 2000 */
  readonly resamples?: number;
  /** Bias-corrected and accelerated, or plain percentiles. Default "bca" */
  readonly method?: "bca" | "percentile";
  /** Of the drawing: the same seed gives the same interval. Default 0 */
  readonly seed?: number;
}

export interface PairedDifference extends Interval {
  /** The second's metric minus the first's. */
  readonly estimate: number;
  /** Two-sided: how often a difference as far from 0 would come about between equals. */
  readonly pValue: number;
}

const CHECKS: Checks<BootstrapOptions> = {
  level: LEVEL,
  resamples: count,
  method: oneOf("bca", "percentile"),
  seed: wholeNumber,
};

const NEEDS = oneOf("labels", "probabilities");

/** Leaving out each of more samples would take as long as many bootstraps. */
const MOST_GROUPS = 1000;

/**
 * Interval of any metric of the table, by drawing samples with replacement. Draws in which the metric is NaN (such as AUC
 * without samples of a class) are left out. For BCa, samples are left out one by one; of more than 1,000, group by group.
 *
 * @param metric a name, or a row like those of `METRICS`
 * @throws EvaluationInputError with everything that is wrong
 */
export function bootstrapInterval(
  input: MetricInput,
  metric: MetricName | Metric,
  options: BootstrapOptions = {},
): Interval {
  const row = metricOf("bootstrapInterval", metric, options);
  const checked = checkedInput("bootstrapInterval", input, row.needs);
  return bootstrap(checked, weighted(row, checked), options).interval;
}

/**
 * Whether a second model differs from a first on the same samples: both are measured on the same draws, so what is hard
 * for both does not count.
 *
 * @param first with the labels and weights of `second`
 * @throws EvaluationInputError with everything that is wrong
 */
export function pairedBootstrap(
  first: MetricInput,
  second: MetricInput,
  metric: MetricName | Metric,
  options: BootstrapOptions = {},
): PairedDifference {
  const row = metricOf("pairedBootstrap", metric, options);
  const [a, b] = pairOf("pairedBootstrap", first, second, row.needs);
  const [ofFirst, ofSecond] = [weighted(row, a), weighted(row, b)];
  const { interval, replicates } = bootstrap(a, (weights) => ofSecond(weights) - ofFirst(weights), options);
  const share = (isBeyond: (difference: number) => boolean) =>
    (replicates.filter(isBeyond).length + 1) / (replicates.length + 1);
  const oneSided = Math.min(
    share((difference) => difference <= 0),
    share((difference) => difference >= 0),
  );
  return { ...interval, pValue: Math.min(1, 2 * oneSided) };
}

/** Two models' predictions on the same samples. @throws EvaluationInputError */
export function pairOf(
  owner: string,
  first: MetricInput,
  second: MetricInput,
  needs: Metric["needs"],
): [CheckedInput, CheckedInput] {
  const [a, b] = [checkedInput(owner, first, needs), checkedInput(owner, second, needs)];
  const differs = (one: ArrayLike<number> | undefined, other: ArrayLike<number> | undefined) =>
    one?.length !== other?.length || Array.from(one ?? []).some((value, i) => value !== other![i]);
  requireNone(`Cannot compute ${owner}`, [
    ...(differs(a.labels, b.labels) ? ["expected the same labels in the same order for both models"] : []),
    ...(differs(a.weights, b.weights) ? ["expected the same weights for both models"] : []),
  ]);
  return [a, b];
}

function metricOf(owner: string, metric: MetricName | Metric, options: BootstrapOptions): Metric {
  requireNone(`Cannot compute ${owner}`, optionProblems(owner, options, CHECKS));
  if (typeof metric !== "string") {
    const isRow = typeof metric?.compute === "function" && NEEDS.accepts(metric.needs);
    requireNone(
      `Cannot compute ${owner}`,
      isRow ? [] : ["expected the metric to be a name or a row { title, better, needs, compute }"],
    );
    return metric;
  }
  requireMetrics(`Cannot compute ${owner}`, [metric], () => []);
  return METRICS[metric];
}

type Statistic = (weights: Float64Array) => number;

/** The metric with other weights: to draw a sample twice is to count it twice. */
function weighted(metric: Metric, input: CheckedInput): Statistic {
  const given = metric.needs === "labels" ? { predicted: predictedClasses(input) } : input;
  return (weights) => metric.compute(input.reweighted(weights, given));
}

function bootstrap(input: CheckedInput, statistic: Statistic, options: BootstrapOptions) {
  const { level = 0.95, resamples = 2000, method = "bca", seed = 0 } = options;
  const own = Float64Array.from({ length: input.labels.length }, (_, row) =>
    input.weights === undefined ? 1 : input.weights[row]!,
  );
  const rows = Array.from(own.keys()).filter((row) => own[row]! > 0);
  const draw = randomIndices(seed);
  const replicates: number[] = [];
  for (let resample = 0; resample < resamples; resample++) {
    const weights = new Float64Array(own.length);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[draw(rows.length)]!;
      weights[row]! += own[row]!;
    }
    const value = statistic(weights);
    if (!Number.isNaN(value)) replicates.push(value);
  }
  const estimate = statistic(own);
  if (Number.isNaN(estimate) || replicates.length === 0) {
    return { interval: { estimate, low: Number.NaN, high: Number.NaN, level }, replicates };
  }
  const ends =
    method === "percentile"
      ? percentileInterval(replicates, level)
      : bcaInterval(replicates, estimate, withoutEach(own, rows, statistic), level);
  return { interval: { estimate, ...ends, level }, replicates };
}

/** The statistic without each of the rows, or without each of 1,000 groups of them. */
function withoutEach(own: Float64Array, rows: readonly number[], statistic: Statistic): number[] {
  const groups = Math.min(rows.length, MOST_GROUPS);
  if (groups < 2) return [];
  return Array.from({ length: groups }, (_, group) => {
    const weights = own.slice();
    for (let i = group; i < rows.length; i += groups) weights[rows[i]!] = 0;
    return statistic(weights);
  }).filter((value) => !Number.isNaN(value));
}
