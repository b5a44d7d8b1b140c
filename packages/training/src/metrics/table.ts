import { nearest } from "@imgcls/checks";
import { GRADIENT_NORM } from "./gradient-norm.js";
import type { Metric } from "./metric.js";
import { balancedAccuracy, cohenKappa, f1Macro } from "./per-class.js";
import { topK } from "./top-k.js";

/** Metrics of predictions that can be asked for by name. A new one is a line here, and whoever lists metrics finds it. */
export const METRICS = {
  top_3_accuracy: topK(3),
  top_5_accuracy: topK(5),
  balanced_accuracy: balancedAccuracy,
  f1_macro: f1Macro,
  cohen_kappa: cohenKappa,
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof METRICS | typeof GRADIENT_NORM.name;
export const METRIC_NAMES = [...Object.keys(METRICS), GRADIENT_NORM.name] as MetricName[];

/** What every training measures, whatever else is asked for, and which way is up. */
export const ALWAYS = { loss: "lower", accuracy: "higher" } as const;

/** Those of a list that are measured by predictions. */
export const metricsOfPredictions = (given: readonly (MetricName | Metric)[]): Metric[] =>
  given
    .filter((metric) => metric !== GRADIENT_NORM.name)
    .map((metric) => (typeof metric === "string" ? METRICS[metric] : metric));

/** What is wrong with a list of metrics: a sentence each. */
export function metricProblems(given: readonly unknown[]): string[] {
  const problems = given.flatMap((metric, i) => {
    if (typeof metric === "string") {
      if (METRIC_NAMES.includes(metric as MetricName)) return [];
      if (Object.hasOwn(ALWAYS, metric)) return [`metrics: "${metric}" is always measured, leave it out`];
      const suggestion = nearest(metric, METRIC_NAMES);
      const hint = suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`;
      return [`metrics: expected one of ${METRIC_NAMES.join(", ")}, received "${metric}".${hint}`];
    }
    const { name, better, of, add } = (metric ?? {}) as Record<string, unknown>;
    const isMetric =
      typeof name === "string" &&
      (better === "lower" || better === "higher") &&
      (typeof of === "function" || typeof add === "function");
    return isMetric
      ? []
      : [`expected metrics[${i}] to be a name or { name, better, of } with better "lower" or "higher"`];
  });
  const names = given.map((metric) =>
    typeof metric === "string" ? metric : (metric as Metric | null)?.name,
  );
  const twice = names.filter((name, i) => name !== undefined && names.indexOf(name) < i);
  return [...problems, ...twice.map((name) => `metrics: "${name}" is given twice`)];
}
