import { unknownName } from "@imgcls/checks";
import { requireNone } from "../option-checks.js";
import { checkedInput, type MetricInput } from "./input.js";
import { METRIC_NAMES, METRICS, type Metric, type MetricName } from "./table.js";

/**
 * Metrics by name, in the order asked for. What several of them need is computed once.
 *
 * @param names default: all that the input suffices for
 * @throws EvaluationInputError for names that are unknown, given twice or need probabilities that are not there, and with
 *   everything that is wrong with the input
 */
export function evaluateMetrics<Name extends MetricName = MetricName>(
  input: MetricInput,
  names?: readonly Name[],
): Record<Name, number> {
  const checked = checkedInput("metrics", input, "labels");
  const has = (metric: Metric) => metric.needs === "labels" || checked.probabilities !== undefined;
  const wanted = names ?? (METRIC_NAMES.filter((name) => has(METRICS[name])) as Name[]);
  requireMetrics("Cannot compute metrics", wanted, (name) =>
    has(METRICS[name]) ? [] : [`${name} needs probabilities or logits, received predicted classes`],
  );
  return Object.fromEntries(wanted.map((name) => [name, METRICS[name].compute(checked)])) as Record<
    Name,
    number
  >;
}

/** @throws EvaluationInputError with all that is wrong with the names, what `more` finds in known ones among it */
export function requireMetrics(
  object: string,
  names: readonly string[],
  more: (name: MetricName) => readonly string[],
): void {
  requireNone(
    object,
    names.flatMap((name, i) => {
      if (!Object.hasOwn(METRICS, name)) return [unknownName("metric", name, METRIC_NAMES)];
      if (names.indexOf(name) < i) return [`metric "${name}" is given twice`];
      return more(name as MetricName);
    }),
  );
}
