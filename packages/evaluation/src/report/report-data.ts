import { anything } from "@imgcls/checks";
import type { Predictions } from "../check-predictions.js";
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
import { requireNone } from "../option-checks.js";
import { wilsonInterval } from "../statistics/wilson.js";
import { type Comparison, comparisonOf } from "./comparison.js";
import { cellsWithImages, type ShownConfusion } from "./confusion-cells.js";
import type { DataCard } from "./data-card.js";
import { type Ranking, rankingOf } from "./ranking.js";
import { CHECKS, classNamesOf, type Fact, type ReportDataInput, reportDataProblems } from "./report-input.js";
import { type Slice, slicesOf } from "./slices.js";
import { spreadIndices } from "./spread-indices.js";
import type { ImageShape } from "./thumbnail.js";

/** The form of `report.json` that this version writes. */
const SCHEMA_VERSION = 1;

/** The numbers behind `report.html`; plain data for `report.json`. */
export interface ReportData {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly title: string;
  readonly subtitle?: string;
  readonly generatedAt?: string;
  readonly facts: readonly Fact[];
  readonly data?: DataCard;
  readonly history: readonly HistoryRow[];
  readonly validatedOn: ValidatedOn;
  readonly evaluation: Evaluation;
  /** Of many more images of the same kind, the share that would be right (Wilson, 95 %). */
  readonly accuracyInterval: readonly [low: number, high: number];
  readonly comparison?: Comparison;
  /** Left out where the likelihoods of an image do not sum to 1. */
  readonly calibration?: CalibrationSummary;
  /** Left out where that is so, or where a class has no test image. */
  readonly ranking?: Ranking;
  /** By property and by class. */
  readonly slices: readonly Slice[];
  /** Up to 24 images spread over the whole test set, always the same ones. */
  readonly samplePredictions: readonly Prediction[];
  /** Up to 24, most confident first. */
  readonly worstMistakes: readonly Prediction[];
  /** Up to 12 images whose two most likely classes are the closest, closest first. */
  readonly leastCertain: readonly Prediction[];
  /** Up to 10 pairs, most frequent first. */
  readonly mostConfused: readonly Confusion[];
  /** Cells of the confusion matrix whose images are shown: these pairs first, right answers last. */
  readonly confusionCells: readonly ShownConfusion[];
}

/** How far the likelihoods say how often the model is right. */
export interface CalibrationSummary {
  /** Mean difference between the likelihood of the predicted class and the share of right answers, 0..1. */
  readonly expectedError: number;
  readonly bins: readonly ReliabilityBin[];
}

const SAMPLES = 24;
const UNCERTAIN = 12;
const DEFAULT_SHAPE: ImageShape = [32, 32, 3];

/** What `renderReport` takes is accepted too, so that the page and its numbers come from one value. */
const WITH_PICTURES = { ...CHECKS, images: anything };

/**
 * @throws EvaluationInputError with everything that is wrong: unknown or missing input, evaluation, probabilities and labels
 *   that do not belong together.
 */
export function reportData(input: ReportDataInput): ReportData {
  const { evaluation, probabilities, labels, title, subtitle, generatedAt, facts, data, baseline } = input;
  const { history = [], validatedOn = "validation", properties = [], shape = DEFAULT_SHAPE } = input;
  requireNone("Cannot report", reportDataProblems("reportData", input, WITH_PICTURES));
  const predictions = { probabilities, labels, classNames: classNamesOf(evaluation) };
  const { low, high } = wilsonInterval(rightAnswers(evaluation), evaluation.samples);
  return {
    schemaVersion: SCHEMA_VERSION,
    title,
    ...(subtitle === undefined ? {} : { subtitle }),
    ...(generatedAt === undefined ? {} : { generatedAt }),
    facts,
    ...(data === undefined ? {} : { data }),
    history,
    validatedOn,
    evaluation,
    accuracyInterval: [low, high],
    ...(baseline === undefined ? {} : { comparison: comparisonOf(baseline, predictions) }),
    ...aboutLikelihoods(predictions, evaluation),
    slices: slicesOf(properties, evaluation, predictions),
    samplePredictions: spreadIndices(labels.length, SAMPLES).map((index) => predictionAt(index, predictions)),
    worstMistakes: worstMistakes({ ...predictions, limit: SAMPLES }),
    leastCertain: leastCertain(predictions, UNCERTAIN),
    mostConfused: mostConfused(evaluation),
    confusionCells: cellsWithImages(evaluation, predictions, shape),
  };
}

/** Positions of the images that `renderReport` shows, each once, ascending. */
export const imagesOfReport = (data: ReportData): number[] => {
  const shown = [
    ...data.samplePredictions,
    ...data.worstMistakes,
    ...data.leastCertain,
    ...data.confusionCells.flatMap(({ examples }) => examples),
    ...(data.comparison?.lost ?? []),
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

/** How many images were named correctly. */
export const rightAnswers = ({ accuracy, samples }: Evaluation): number => Math.round(accuracy * samples);
