import { anything, array, type Checks, object, oneOf, text } from "@imgcls/checks";
import { sizeProblems } from "../check-predictions.js";
import {
  type Confusion,
  mostConfused,
  type Prediction,
  predictionAt,
  worstMistakes,
} from "../error-analysis.js";
import type { Evaluation } from "../evaluate.js";
import type { HistoryRow, ValidatedOn } from "../history.js";
import { inputProblems, numbers, requireNone } from "../option-checks.js";

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
  /** Up to 24 images spread over the whole test set, always the same ones. */
  readonly samplePredictions: readonly Prediction[];
  /** Up to 24, most confident first. */
  readonly worstMistakes: readonly Prediction[];
  /** Up to 10 pairs, most frequent first. */
  readonly mostConfused: readonly Confusion[];
}

const SAMPLES = 24;

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
  return {
    title,
    ...(subtitle === undefined ? {} : { subtitle }),
    ...(generatedAt === undefined ? {} : { generatedAt }),
    facts,
    history,
    validatedOn,
    evaluation,
    samplePredictions: spreadIndices(labels.length, SAMPLES).map((index) => predictionAt(index, predictions)),
    worstMistakes: worstMistakes({ ...predictions, limit: SAMPLES }),
    mostConfused: mostConfused(evaluation),
  };
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
