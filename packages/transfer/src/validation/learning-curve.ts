import { array, type Checks, count } from "@imgcls/checks";
import { type Examples, examplesAt, requireNone, requireUsable } from "../examples.js";
import { randomIndices, shuffle } from "../random.js";
import { linearLogits } from "../regression/linear-logits.js";
import { type LinearHead, logisticRegression } from "../regression/logistic-regression.js";
import {
  FOLD_CHECKS,
  type FoldOptions,
  REGRESSION_CHECKS,
  type RegressionOptions,
} from "../shared-options.js";
import { chooseStrength } from "./choose-strength.js";
import { groupProblems, judgedRows, stratifiedFolds } from "./folds.js";
import { accuracyInterval, type Interval, meanOf } from "./interval.js";

export interface LearningCurveOptions
  extends Pick<RegressionOptions, "classes" | "standardization">,
    FoldOptions {
  /** Images a class, from the least on; sizes that no class has are left out. Default: 5, 10, 20, 50, 100, 200, 500, 1000. */
  readonly sizes?: readonly number[];
  /** What is tried at each size. Default: those of `chooseStrength`. */
  readonly strengths?: readonly number[];
  /** How often the images are dealt to folds anew. Default: 2. */
  readonly repeats?: number;
}

export interface LearningCurvePoint {
  /** At most so many images of each class were trained on, copies not counted. */
  readonly perClass: number;
  /** Images that were trained on, of all classes: the mean of the trainings. */
  readonly images: number;
  readonly strength: number;
  readonly accuracy: number;
  /** Of the accuracy on new images: in 95 of 100 cases. */
  readonly interval: Interval;
}

export const SIZES: readonly number[] = [5, 10, 20, 50, 100, 200, 500, 1000];

const sizes = {
  expected: "a list of whole numbers from 1",
  accepts: (value: unknown) => array.accepts(value) && (value as unknown[]).every(count.accepts),
};

const CHECKS: Checks<LearningCurveOptions> = {
  ...FOLD_CHECKS,
  classes: REGRESSION_CHECKS.classes,
  standardization: REGRESSION_CHECKS.standardization,
  sizes,
  strengths: array,
  repeats: count,
};

/**
 * Would more pictures help? The accuracy on images that were not seen, for 5, 10, 20, 50 … images a class, and for all that
 * there are outside of a fold. The strength is chosen anew for each size, on the images of its first training.
 *
 * @param features [images, width]
 * @param labels a class index for each image
 * @throws TransferInputError as `chooseStrength`
 */
export function learningCurve(
  features: Float32Array,
  labels: ArrayLike<number>,
  options: LearningCurveOptions,
): LearningCurvePoint[] {
  const owner = "learningCurve";
  const examples = requireUsable(owner, features, labels, options, CHECKS);
  requireNone(owner, groupProblems(labels, options.groups));
  const { folds = 5, repeats = 2, seed = 0, groups } = options;
  const trainings: Training[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const foldOf = stratifiedFolds(examples, { folds, seed: seed + repeat, groups });
    for (let fold = 0; fold < folds; fold++) {
      const judged = judgedRows(foldOf, fold, groups);
      if (judged.length > 0)
        trainings.push({ judged, pool: poolOf(examples, foldOf, fold, groups, seed + repeat) });
    }
  }
  requireNone(owner, trainings.length < 2 ? ["expected two images of one class at least"] : []);
  const most = Math.max(...trainings.flatMap(({ pool }) => pool.map((ofClass) => ofClass.length)));
  const perClass = [...new Set([...(options.sizes ?? SIZES).filter((size) => size < most), most])].sort(
    (a, b) => a - b,
  );
  return perClass.map((size) => pointAt(size, trainings, examples, options));
}

/** Nothing can be chosen where each class has one image to train on. */
const ONE_IMAGE_STRENGTH = 1e-3;

interface Training {
  readonly judged: readonly number[];
  /** For each class the images that may be trained on, each with its copies, in the order in which they are taken. */
  readonly pool: readonly (readonly (readonly number[])[])[];
}

function poolOf(
  { labels, classes }: Examples,
  foldOf: Int32Array,
  fold: number,
  groups: ArrayLike<number> | undefined,
  seed: number,
): number[][][] {
  const pool = Array.from({ length: classes }, () => new Map<number, number[]>());
  for (let i = 0; i < labels.length; i++) {
    if (foldOf[i] === fold) continue;
    const group = groups?.[i] ?? i;
    const ofClass = pool[labels[i]!]!;
    ofClass.set(group, [...(ofClass.get(group) ?? []), i]);
  }
  const index = randomIndices(seed);
  return pool.map((ofClass) => shuffle([...ofClass.values()], index));
}

function pointAt(
  perClass: number,
  trainings: readonly Training[],
  examples: Examples,
  { strengths, standardization = 1, seed = 0, groups }: LearningCurveOptions,
): LearningCurvePoint {
  const rowsOf = ({ pool }: Training) => pool.flatMap((ofClass) => ofClass.slice(0, perClass).flat());
  const first = rowsOf(trainings[0]!);
  const { features, labels } = examplesAt(examples, first);
  const hasPairs = perClass > 1 && trainings[0]!.pool.some((ofClass) => ofClass.length > 1);
  const strength = !hasPairs
    ? ONE_IMAGE_STRENGTH
    : chooseStrength(features, labels, {
        classes: examples.classes,
        ...(strengths && { strengths }),
        standardization,
        seed,
        groups: groups && first.map((row) => groups[row]!),
      }).strength;
  let images = 0;
  let judged = 0;
  const accuracies = trainings.map((training) => {
    images += training.pool.reduce((sum, ofClass) => sum + Math.min(perClass, ofClass.length), 0);
    judged += training.judged.length;
    const trained = examplesAt(examples, rowsOf(training));
    const head = logisticRegression(trained.features, trained.labels, {
      classes: examples.classes,
      strength,
      standardization,
    });
    return accuracyOf(head, examplesAt(examples, training.judged));
  });
  const different = new Set(trainings.flatMap((training) => training.judged)).size;
  return {
    perClass,
    images: images / trainings.length,
    strength,
    accuracy: meanOf(accuracies),
    interval: accuracyInterval(accuracies, different, judged / images),
  };
}

function accuracyOf(head: LinearHead, { features, labels, classes }: Examples): number {
  const logits = linearLogits(features, head);
  let right = 0;
  for (let i = 0; i < labels.length; i++) {
    const row = logits.subarray(i * classes, (i + 1) * classes);
    if (row.indexOf(Math.max(...row)) === labels[i]) right++;
  }
  return right / labels.length;
}
