import { anything, array, type Checks, object, oneOf, text } from "@imgcls/checks";
import { type Predictions, sizeProblems } from "../check-predictions.js";
import {
  type Confusion,
  leastCertain,
  mostConfused,
  type Prediction,
  predictionAt,
  worstMistakes,
} from "../error-analysis.js";
import type { Evaluation } from "../evaluate.js";
import type { HistoryRow, ValidatedOn } from "../history.js";
import { expectedCalibrationErrorOf } from "../metrics/calibration-error.js";
import { checkedInput } from "../metrics/input.js";
import type { ReliabilityBin } from "../metrics/reliability-bins.js";
import { inputProblems, numbers, requireNone } from "../option-checks.js";
import { wilsonInterval } from "../statistics/wilson.js";
import { type Ranking, rankingOf } from "./ranking.js";

/** One line of what else there is to know about a run. */
export interface Fact {
  readonly label: string;
  /** Numbers are shown with thousands separators; text as it is. */
  readonly value: string | number;
}

export interface ReportDataInput {
  /** Heading of the page, for example "mnist-cnn on MNIST". */
  readonly title: string;
  readonly subtitle?: string;
  /** Parameters, engine, seconds, epochs …; accuracy, loss and sample count are added by the report. */
  readonly facts: readonly Fact[];
  /** Learning curves are left out without it. */
  readonly history?: readonly HistoryRow[];
  /** Default "validation". */
  readonly validatedOn?: ValidatedOn;
  readonly evaluation: Evaluation;
  /** [images, classes], what `evaluation` was made from. */
  readonly probabilities: Float32Array;
  /** [images], what `evaluation` was made from. */
  readonly labels: ArrayLike<number>;
  /** When the report was made, shown as given. Left out by default: the same run gives the same page. */
  readonly generatedAt?: string;
}

/** The numbers behind `report.html`; plain data for `report.json`. */
export interface ReportData {
  readonly title: string;
  readonly subtitle?: string;
  readonly generatedAt?: string;
  readonly facts: readonly Fact[];
  readonly history: readonly HistoryRow[];
  readonly validatedOn: ValidatedOn;
  readonly evaluation: Evaluation;
  /** Of many more images of the same kind, the share that would be right (Wilson, 95 %). */
  readonly accuracyInterval: readonly [low: number, high: number];
  /** Left out where the likelihoods of an image do not sum to 1. */
  readonly calibration?: CalibrationSummary;
  /** Left out where that is so, or where a class has no test image. */
  readonly ranking?: Ranking;
  /** Up to 24 images spread over the whole test set, always the same ones. */
  readonly samplePredictions: readonly Prediction[];
  /** Up to 24, most confident first. */
  readonly worstMistakes: readonly Prediction[];
  /** Up to 12 images whose two most likely classes are the closest, closest first. */
  readonly leastCertain: readonly Prediction[];
  /** Up to 10 pairs, most frequent first. */
  readonly mostConfused: readonly ShownConfusion[];
}

export interface ShownConfusion extends Confusion {
  /** Up to 6 of its images, the first in the data set. */
  readonly examples: readonly Prediction[];
}

/** How far the likelihoods say how often the model is right. */
export interface CalibrationSummary {
  /** Mean difference between the likelihood of the predicted class and the share of right answers, 0..1. */
  readonly expectedError: number;
  readonly bins: readonly ReliabilityBin[];
}

const SAMPLES = 24;
const UNCERTAIN = 12;
const EXAMPLES = 6;

export const CHECKS: Checks<ReportDataInput> = {
  title: text,
  subtitle: text,
  facts: array,
  history: array,
  validatedOn: oneOf("validation", "test"),
  evaluation: {
    expected: "what evaluate() gave",
    accepts: (value) => object.accepts(value) && Array.isArray((value as Partial<Evaluation>).perClass),
  },
  probabilities: numbers,
  labels: numbers,
  generatedAt: text,
};
/** What `renderReport` takes is accepted too, so that the page and its numbers come from one value. */
const WITH_PICTURES = { ...CHECKS, images: anything, shape: anything };

/**
 * @throws EvaluationInputError with everything that is wrong: unknown or missing input, evaluation, probabilities and labels
 *   that do not belong together.
 */
export function reportData(input: ReportDataInput): ReportData {
  const { evaluation, probabilities, labels, title, subtitle, generatedAt, facts } = input;
  const { history = [], validatedOn = "validation" } = input;
  requireNone("Cannot report", reportDataProblems("reportData", input, WITH_PICTURES));
  const predictions = { probabilities, labels, classNames: classNamesOf(evaluation) };
  const { low, high } = wilsonInterval(rightAnswers(evaluation), evaluation.samples);
  return {
    title,
    ...(subtitle === undefined ? {} : { subtitle }),
    ...(generatedAt === undefined ? {} : { generatedAt }),
    facts,
    history,
    validatedOn,
    evaluation,
    accuracyInterval: [low, high],
    ...aboutLikelihoods(predictions, evaluation),
    samplePredictions: spreadIndices(labels.length, SAMPLES).map((index) => predictionAt(index, predictions)),
    worstMistakes: worstMistakes({ ...predictions, limit: SAMPLES }),
    leastCertain: leastCertain(predictions, UNCERTAIN),
    mostConfused: withExamples(mostConfused(evaluation), predictions),
  };
}

/** Positions of the images that `renderReport` shows, each once, ascending. */
export const imagesOfReport = (data: ReportData): number[] => {
  const shown = [
    ...data.samplePredictions,
    ...data.worstMistakes,
    ...data.leastCertain,
    ...data.mostConfused.flatMap(({ examples }) => examples),
  ];
  return [...new Set(shown.map(({ index }) => index))].sort((a, b) => a - b);
};

function aboutLikelihoods(
  predictions: Predictions,
  evaluation: Evaluation,
): Pick<ReportData, "calibration" | "ranking"> {
  const checked = checkedInput("reportData", predictions, "labels");
  if (checked.tally.badSums.count > 0) return {};
  const ranking = rankingOf(checked, evaluation);
  return {
    calibration: {
      expectedError: expectedCalibrationErrorOf(checked.tally),
      bins: checked.tally.reliability.rows(),
    },
    ...(ranking && { ranking }),
  };
}

function withExamples(pairs: readonly Confusion[], predictions: Predictions): ShownConfusion[] {
  const examples = new Map(pairs.map((pair) => [pair, [] as Prediction[]]));
  const pairOf = new Map(pairs.map((pair) => [`${pair.trueClass}\n${pair.predictedClass}`, pair]));
  for (let index = 0; index < predictions.labels.length; index++) {
    const prediction = predictionAt(index, predictions);
    const pair = pairOf.get(`${prediction.trueClass}\n${prediction.predictedClass}`);
    const shown = pair && examples.get(pair)!;
    if (shown && shown.length < EXAMPLES) shown.push(prediction);
  }
  return pairs.map((pair) => ({ ...pair, examples: examples.get(pair)! }));
}

export const reportDataProblems = <Input extends ReportDataInput>(
  owner: string,
  input: Input,
  checks: Checks<Input>,
): string[] =>
  // What `evaluate` was given may be spread into the input; the class names are the evaluation's.
  inputProblems(
    owner,
    input,
    { ...checks, classNames: anything },
    ["title", "facts", "evaluation", "probabilities", "labels"],
    () => contentProblems(input),
  );

function contentProblems({ evaluation, probabilities, labels }: ReportDataInput): string[] {
  const problems = sizeProblems({ probabilities, labels, classNames: classNamesOf(evaluation) });
  if (evaluation.samples !== labels.length) {
    problems.push(`evaluation is of ${evaluation.samples} images, expected ${labels.length}, one a label`);
  }
  return problems;
}

/** How many images were named correctly. */
export const rightAnswers = ({ accuracy, samples }: Evaluation): number => Math.round(accuracy * samples);

const classNamesOf = ({ perClass }: Evaluation): string[] => perClass.map((scores) => scores.class);

const GOLDEN_RATIO = 0.618033988749895;

/**
 * One index out of each of `count` equal stretches of 0..length−1, at a place that moves on by the golden
 * ratio. So a set sorted by class shows every class, and so does one in which the classes take turns.
 * All indices when there are no more than `count`.
 */
export function spreadIndices(length: number, count: number): number[] {
  const taken = Math.min(length, count);
  const stretch = length / taken;
  return Array.from({ length: taken }, (_, i) =>
    Math.floor(i * stretch + ((i * GOLDEN_RATIO) % 1) * (stretch - 1)),
  );
}
