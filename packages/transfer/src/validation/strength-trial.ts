import { type Problem, spaceFor } from "../regression/problem.js";
import type { Space } from "../regression/space.js";
import { calibratedLoss } from "./calibrated-loss.js";
import { type Folds, fitFolds, type Judged, judgedLogits } from "./fit-folds.js";
import { meanOf } from "./interval.js";

export interface Tried {
  readonly strength: number;
  readonly space: Space;
  readonly judged: Judged;
  readonly accuracy: number;
  readonly loss: number;
}

const DECADES: readonly number[] = [1e-3, 1e-2, 1e-1, 1, 10];
const HALF_A_DECADE = Math.sqrt(10);
/**
 * The strongest penalty whose loss is at most this much more than the least: it costs no accuracy that could be measured, and
 * tells better what is of none of the classes.
 */
const NEARLY = 1.03;
/** What counts as better: less is rounding, or the end of a search. */
const GAIN = 1e-5;

/** Strengths that are tried on the same folds. */
export class StrengthTrial {
  /** From the least strength on. */
  readonly tried: Tried[] = [];

  constructor(
    private readonly problem: Problem,
    private readonly folds: Folds,
    private readonly weights: Float64Array,
    private readonly tolerance?: number,
  ) {}

  bestOf(strengths: readonly number[]): Tried {
    for (const strength of [...strengths].sort((a, b) => a - b)) this.try(strength);
    return this.nearlyBest();
  }

  /** The loss falls to its least and rises again: whole decades until then, and half ones beside the best. */
  best(): Tried {
    for (const strength of DECADES) {
      if (this.try(strength) !== this.bestTried()) break;
    }
    const { strength } = this.bestTried();
    if (strength > DECADES[0]!) this.try(strength / HALF_A_DECADE);
    this.try(strength * HALF_A_DECADE);
    return this.nearlyBest();
  }

  /** Begins where the nearest strength below ended, or above. */
  private try(strength: number): Tried {
    const { problem, folds, weights, tolerance, tried } = this;
    const place = tried.filter((other) => other.strength < strength).length;
    const near = tried[place - 1] ?? tried[place];
    const space = spaceFor(problem, strength);
    const judged = fitFolds(space, problem.examples, folds, { from: near?.judged.fits, tolerance });
    const { logits, weights: judgedWeights } = judgedLogits(judged, folds, problem.examples, weights);
    const loss = calibratedLoss(logits, { ...problem.examples, weights: judgedWeights });
    const result = { strength, space, judged, accuracy: meanOf(judged.accuracies), loss };
    tried.splice(place, 0, result);
    return result;
  }

  private nearlyBest(): Tried {
    const { loss } = this.bestTried();
    return this.tried.find((one) => one.loss <= NEARLY * loss + GAIN)!;
  }

  private bestTried(): Tried {
    return this.tried.reduce((a, b) => (b.loss < a.loss - GAIN ? b : a));
  }
}
