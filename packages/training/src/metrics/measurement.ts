import {
  isStreaming,
  type Metric,
  type Predictions,
  type StreamingMetric,
  type WholeMetric,
} from "./metric.js";

/** Each streaming metric's sums, by its name: what a checkpoint keeps of a half epoch. */
export type MetricSums = Readonly<Record<string, readonly number[]>>;

/** Adds a batch to the sums of an epoch. */
export function addPredictions(
  metrics: readonly StreamingMetric[],
  sums: MetricSums,
  predictions: Predictions,
): MetricSums {
  const added = Object.fromEntries(
    metrics.map((metric) => {
      const own = [...(sums[metric.name] ?? new Array<number>(metric.sums(predictions.classes)).fill(0))];
      metric.add(own, predictions);
      return [metric.name, own];
    }),
  );
  return { ...sums, ...added };
}

export const valuesOf = (metrics: readonly StreamingMetric[], sums: MetricSums): Record<string, number> =>
  Object.fromEntries(metrics.map((metric) => [metric.name, metric.value(sums[metric.name] ?? [])]));

/** Measures a whole part of the data; keeps its predictions only where a metric needs all of them. */
export class Measurement {
  private readonly streaming: readonly StreamingMetric[];
  private readonly whole: readonly WholeMetric[];
  private readonly kept: Predictions[] = [];
  private sums: MetricSums = {};

  constructor(metrics: readonly Metric[]) {
    this.streaming = metrics.filter(isStreaming);
    this.whole = metrics.filter((metric): metric is WholeMetric => !isStreaming(metric));
  }

  add(predictions: Predictions): void {
    this.sums = addPredictions(this.streaming, this.sums, predictions);
    if (this.whole.length > 0) this.kept.push(predictions);
  }

  values(): Record<string, number> {
    const all = this.whole.length === 0 ? undefined : joined(this.kept);
    return {
      ...valuesOf(this.streaming, this.sums),
      ...Object.fromEntries(this.whole.map((metric) => [metric.name, metric.of(all!)])),
    };
  }
}

function joined(parts: readonly Predictions[]): Predictions {
  const images = parts.reduce((sum, { labels }) => sum + labels.length, 0);
  const classes = parts[0]?.classes ?? 0;
  const all = { probabilities: new Float32Array(images * classes), labels: new Int32Array(images), classes };
  let at = 0;
  for (const { probabilities, labels } of parts) {
    all.probabilities.set(probabilities, at * classes);
    all.labels.set(labels, at);
    at += labels.length;
  }
  return all;
}
