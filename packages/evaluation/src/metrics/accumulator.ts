import { array, type Checks, texts } from "@imgcls/checks";
import { inputProblems, requireNone } from "../option-checks.js";
import { rowsOf } from "./confusion-matrix.js";
import { requireMetrics } from "./evaluate-metrics.js";
import { checkedInput, type MetricInput } from "./input.js";
import { METRIC_NAMES, METRICS, type Metric, type MetricName } from "./table.js";
import { Tally } from "./tally.js";

export interface MetricAccumulatorOptions {
  /** [classes], in the order of the columns. */
  readonly classNames: readonly string[];
  /** Default: all that can be counted and that the batches suffice for. */
  readonly names?: readonly MetricName[];
}

const CHECKS: Checks<MetricAccumulatorOptions> = { classNames: texts, names: array };

const isCounted = (name: MetricName): boolean => METRICS[name].ofTally !== undefined;

/**
 * Metrics of any number of samples, batch by batch: what it keeps is a few numbers a class and the confusion matrix, whatever
 * the number of samples. Metrics that rank all samples (ROC AUC, average precision, the adaptive calibration error) need
 * them at once and are refused by name.
 */
export class MetricAccumulator {
  private readonly classNames: readonly string[];
  private readonly names: readonly MetricName[] | undefined;
  private readonly tally: Tally;
  private needs: Metric["needs"] = "probabilities";

  /** @throws EvaluationInputError with everything that is wrong with the options */
  constructor(options: MetricAccumulatorOptions) {
    const title = "Cannot accumulate metrics";
    requireNone(
      title,
      inputProblems("MetricAccumulator", options, CHECKS, ["classNames"], () => []),
    );
    requireMetrics(title, options.names ?? [], (name) =>
      isCounted(name) ? [] : [`${name} ranks all samples: keep them, and give them to evaluateMetrics`],
    );
    this.classNames = options.classNames;
    this.names = options.names;
    this.tally = new Tally(this.classNames.length, 0);
  }

  /**
   * Adds a batch; one that is refused changes nothing.
   *
   * @throws EvaluationInputError with everything that is wrong with the batch
   */
  add(batch: Omit<MetricInput, "classNames">): void {
    const needsProbabilities = this.names?.some((name) => METRICS[name].needs === "probabilities");
    const needs = needsProbabilities ? "probabilities" : "labels";
    const checked = checkedInput("MetricAccumulator.add", { ...batch, classNames: this.classNames }, needs);
    if (checked.probabilities === undefined) this.needs = "labels";
    this.tally.merge(checked.tally);
  }

  /** Of all samples so far. @throws EvaluationInputError where there are none */
  values(): Partial<Record<MetricName, number>> {
    const { samples } = this.tally;
    requireNone("Cannot compute metrics", samples > 0 ? [] : ["no batch was added yet"]);
    const names = this.names ?? METRIC_NAMES.filter(isCounted).filter((name) => this.suffices(name));
    return Object.fromEntries(names.map((name) => [name, METRICS[name].ofTally!(this.tally)]));
  }

  /** [classes][classes], rows true, columns predicted, of all samples so far. */
  confusionMatrix(): number[][] {
    return rowsOf(this.tally);
  }

  private suffices(name: MetricName): boolean {
    return METRICS[name].needs === "labels" || this.needs === "probabilities";
  }
}
