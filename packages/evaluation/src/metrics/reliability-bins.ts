/** Predictions whose most likely class had a probability of the same size. */
export interface ReliabilityBin {
  /** Probabilities above `from` and up to `to`; the first bin has 0 as well. */
  readonly from: number;
  readonly to: number;
  /** Σ weights of its samples. */
  readonly weight: number;
  /** Mean probability of the predicted class. */
  readonly confidence: number;
  /** Share of its samples that were given their class. */
  readonly accuracy: number;
}

/** Sums of confidence and right answers by confidence. */
export class ReliabilityBins {
  private readonly weights: Float64Array;
  private readonly confidences: Float64Array;
  private readonly hits: Float64Array;

  /** @param edges [bins + 1], ascending */
  constructor(private readonly edges: readonly number[]) {
    const bins = edges.length - 1;
    this.weights = new Float64Array(bins);
    this.confidences = new Float64Array(bins);
    this.hits = new Float64Array(bins);
  }

  add(confidence: number, isRight: boolean, weight: number): void {
    const bin = this.binOf(confidence);
    this.weights[bin]! += weight;
    this.confidences[bin]! += weight * confidence;
    if (isRight) this.hits[bin]! += weight;
  }

  /** Adds those of the same edges. */
  merge(other: ReliabilityBins): void {
    addTo(this.weights, other.weights);
    addTo(this.confidences, other.confidences);
    addTo(this.hits, other.hits);
  }

  /** Those with samples. */
  rows(): ReliabilityBin[] {
    return Array.from(this.weights, (weight, bin) => ({
      from: this.edges[bin]!,
      to: this.edges[bin + 1]!,
      weight,
      confidence: this.confidences[bin]! / weight,
      accuracy: this.hits[bin]! / weight,
    })).filter(({ weight }) => weight > 0);
  }

  /** The number of inner edges below it. */
  private binOf(confidence: number): number {
    let low = 1;
    let high = this.edges.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.edges[middle]! < confidence) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** Edges of bins of equal width from 0 to 1. */
export const equalWidths = (bins: number): number[] =>
  Array.from({ length: bins + 1 }, (_, i) => i * (1 / bins));

export function addTo(sums: Float64Array, values: Float64Array): void {
  for (let i = 0; i < sums.length; i++) sums[i]! += values[i]!;
}
