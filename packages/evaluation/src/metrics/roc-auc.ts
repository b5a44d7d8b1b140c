import { type Checks, oneOf, optionProblems } from "@imgcls/checks";
import { requireNone } from "../option-checks.js";
import { type ClassRanking, classRanking } from "./class-ranking.js";
import { mean, weightedMean } from "./class-scores.js";
import { type MetricInput, withProbabilities } from "./input.js";

export interface RocAucOptions {
  /** Each class against the rest ("ovr") or each pair of classes (Hand and Till 2001, "ovo"). Default "ovr" */
  readonly multiClass?: "ovr" | "ovo";
  /** Mean of the classes or pairs, or weighted by their samples. Default "macro" */
  readonly average?: "macro" | "weighted";
}

const CHECKS: Checks<RocAucOptions> = {
  multiClass: oneOf("ovr", "ovo"),
  average: oneOf("macro", "weighted"),
};

/**
 * Area under the ROC curve: how often a sample of the class has a higher probability of it than one of another class, a
 * tie counting half. As scikit-learn's `roc_auc_score`: of two classes it is that of the second; a class without samples
 * makes "ovr" with "macro" NaN, is left out by "ovo" and has no weight in "weighted"; NaN where all samples are of one
 * class. Sample weights count in "ovo" too, which scikit-learn refuses.
 */
export function rocAuc(input: MetricInput, options: RocAucOptions = {}): number {
  requireNone("Cannot compute rocAuc", optionProblems("rocAuc", options, CHECKS));
  const ranking = classRanking(withProbabilities("rocAuc", input));
  const { multiClass = "ovr", average = "macro" } = options;
  return multiClass === "ovr" ? oneVersusRest(ranking, average) : oneVersusOne(ranking, average);
}

type Pairs = Pick<ClassRanking, "weights" | "wins">;

function oneVersusRest({ weights, wins }: Pairs, average: "macro" | "weighted"): number {
  const classes = weights.length;
  const all = sum(weights);
  const areas = Array.from(weights, (weight, own) => {
    const won = sum(wins.subarray(own * classes, (own + 1) * classes));
    return won / (weight * (all - weight));
  });
  if (classes === 2) return areas[1]!;
  return average === "macro"
    ? mean(areas)
    : weightedMean(
        areas.map((area, own) => (weights[own] === 0 ? 0 : area)),
        Array.from(weights),
      );
}

function oneVersusOne({ weights, wins }: Pairs, average: "macro" | "weighted"): number {
  const classes = weights.length;
  if (classes === 2) return oneVersusRest({ weights, wins }, average);
  const areas: number[] = [];
  const pairWeights: number[] = [];
  for (let a = 0; a < classes; a++) {
    for (let b = a + 1; b < classes; b++) {
      const pairs = weights[a]! * weights[b]!;
      if (pairs === 0) continue;
      areas.push((wins[a * classes + b]! + wins[b * classes + a]!) / (2 * pairs));
      pairWeights.push(weights[a]! + weights[b]!);
    }
  }
  if (areas.length === 0) return Number.NaN;
  return average === "macro" ? mean(areas) : weightedMean(areas, pairWeights);
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
