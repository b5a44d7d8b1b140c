import { matrix } from "../algebra/matrix.js";
import { History } from "./history.js";
import type { Smoother } from "./smoother.js";
import { softmaxLoss, type Target } from "./softmax-loss.js";

/** Where a regression stands: its coefficients β and their logits S·β, both [classes, images]. */
export interface Fit {
  readonly coefficients: Float64Array;
  readonly logits: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
}

export interface FitOptions {
  /** How small the gradient has to be, as a share of the solution, in the metric of the smoother. */
  readonly tolerance: number;
  readonly maxIterations: number;
  /** Logits to begin with, one array a target. Default: zeros. */
  readonly from?: readonly Float64Array[];
}

/**
 * Several regressions on the same features, each with its own target, side by side: each step is one matrix product for
 * all. What is minimized is loss(F) + (⟨β, F⟩ − κ|F|²)/2 with F = S·β, by L-BFGS in the metric of S. There the gradient is
 * simply ∂loss/∂F − κF + β, and the logits along a direction are known without another product.
 */
export function fitSideBySide(smoother: Smoother, targets: readonly Target[], options: FitOptions): Fit[] {
  const size = targets[0]!.classes * targets[0]!.labels.length;
  const smooth = (rows: readonly Float64Array[]): Float64Array[] => {
    const all = new Float64Array(rows.length * size);
    for (const [i, row] of rows.entries()) all.set(row, i * size);
    const images = targets[0]!.labels.length;
    const { values } = smoother.apply(matrix(all.length / images, images, all));
    return rows.map((_, i) => values.subarray(i * size, (i + 1) * size));
  };
  const searches = targets.map((target, i) => new Search(smoother, target, options, options.from?.[i]));
  const starts = smooth(searches.map((search) => search.coefficients));
  for (const [i, search] of searches.entries()) search.begin(starts[i]!);
  for (let iteration = 0; iteration < options.maxIterations; iteration++) {
    const open = searches.filter((search) => !search.converged);
    if (open.length === 0) break;
    const images = smooth(open.map((search) => search.gradient));
    for (const [i, search] of open.entries()) search.step(images[i]!);
  }
  return searches;
}

/** What has to be gained by a step, as a share of what the slope promises (Armijo). */
const SUFFICIENT = 1e-4;
const MOST_HALVINGS = 30;

class Search implements Fit {
  readonly coefficients: Float64Array;
  logits = new Float64Array(0);
  readonly gradient: Float64Array;
  iterations = 0;
  converged = false;
  private objective = 0;
  private readonly history = new History();

  /** Begins where one step from the logits `from` leads that would be the last if the loss had the smoother's curvature. */
  constructor(
    private readonly smoother: Smoother,
    private readonly target: Target,
    private readonly options: FitOptions,
    from: Float64Array = new Float64Array(target.classes * target.labels.length),
  ) {
    this.gradient = new Float64Array(from.length);
    softmaxLoss(from, target, this.gradient);
    this.coefficients = from.map((logit, i) => smoother.curvature * logit - this.gradient[i]!);
  }

  begin(logits: Float64Array): void {
    this.logits = logits.slice();
    this.objective = this.judge(this.coefficients, this.logits, this.gradient);
  }

  /** @param smoothGradient S times the gradient */
  step(smoothGradient: Float64Array): void {
    const { gradient, coefficients, logits, history, options } = this;
    if (dot(gradient, smoothGradient) <= options.tolerance ** 2 * dot(coefficients, logits)) {
      this.converged = true;
      return;
    }
    this.iterations++;
    const { direction, image } = history.direction(gradient, smoothGradient);
    const slope = dot(gradient, image);
    const nextCoefficients = new Float64Array(coefficients.length);
    const nextLogits = new Float64Array(coefficients.length);
    const nextGradient = new Float64Array(coefficients.length);
    let length = 1;
    for (let halvings = 0; ; halvings++) {
      for (let i = 0; i < coefficients.length; i++) {
        nextCoefficients[i] = coefficients[i]! + length * direction[i]!;
        nextLogits[i] = logits[i]! + length * image[i]!;
      }
      const objective = this.judge(nextCoefficients, nextLogits, nextGradient);
      if (objective <= this.objective + SUFFICIENT * length * slope) {
        this.objective = objective;
        break;
      }
      if (halvings === MOST_HALVINGS) {
        // Rounding hides what is left to gain.
        this.converged = true;
        return;
      }
      // The least of the parabola through both values and the slope.
      const least = (-slope * length ** 2) / (2 * (objective - this.objective - slope * length));
      length = Math.min(length / 2, Math.max(length / 10, least));
    }
    history.took(direction, image, length);
    coefficients.set(nextCoefficients);
    logits.set(nextLogits);
    gradient.set(nextGradient);
  }

  /** The objective, and its gradient in the metric of the smoother. */
  private judge(coefficients: Float64Array, logits: Float64Array, gradient: Float64Array): number {
    const { curvature } = this.smoother;
    const loss = softmaxLoss(logits, this.target, gradient);
    let penalty = 0;
    for (let i = 0; i < logits.length; i++) {
      const rest = coefficients[i]! - curvature * logits[i]!;
      penalty += rest * logits[i]!;
      gradient[i]! += rest;
    }
    return loss + penalty / 2;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
