import { anything, array, type Check, type Checks, object, oneOf, text } from "@imgcls/checks";
import { sizeProblems } from "../check-predictions.js";
import type { Evaluation } from "../evaluate.js";
import type { HistoryRow, ValidatedOn } from "../history.js";
import { inputProblems, numbers } from "../option-checks.js";
import { BASELINE, type Baseline } from "./comparison.js";
import { DATA_CARD, type DataCard } from "./data-card.js";
import { IMAGE_PROPERTIES, type ImageProperty } from "./slices.js";
import type { ImageShape } from "./thumbnail.js";

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
  /** The images of all parts. Default: the report has no section about them. */
  readonly data?: DataCard;
  /** Learning curves are left out without it. */
  readonly history?: readonly HistoryRow[];
  /** Default "validation". */
  readonly validatedOn?: ValidatedOn;
  readonly evaluation: Evaluation;
  /** [images, classes], what `evaluation` was made from. */
  readonly probabilities: Float32Array;
  /** [images], what `evaluation` was made from. */
  readonly labels: ArrayLike<number>;
  /** What slices are made by, beside classes. Default: nothing. */
  readonly properties?: readonly ImageProperty[];
  /** Another model on the same images. Default: there is no comparison. */
  readonly baseline?: Baseline;
  /** [height, width, channels] of one image, on which it depends how many the page has room for. Default [32, 32, 3]. */
  readonly shape?: ImageShape;
  /** When the report was made, shown as given. Left out by default: the same run gives the same page. */
  readonly generatedAt?: string;
}

export const SHAPE: Check = {
  expected: "[height, width, channels]",
  accepts: (value) => array.accepts(value) && (value as unknown[]).length === 3,
};

export const CHECKS: Checks<ReportDataInput> = {
  title: text,
  subtitle: text,
  facts: array,
  data: DATA_CARD,
  history: array,
  validatedOn: oneOf("validation", "test"),
  evaluation: {
    expected: "what evaluate() gave",
    accepts: (value) => object.accepts(value) && Array.isArray((value as Partial<Evaluation>).perClass),
  },
  probabilities: numbers,
  labels: numbers,
  properties: IMAGE_PROPERTIES,
  baseline: BASELINE,
  shape: SHAPE,
  generatedAt: text,
};

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

function contentProblems(input: ReportDataInput): string[] {
  const { evaluation, probabilities, labels, properties, baseline, data } = input;
  const classNames = classNamesOf(evaluation);
  const problems = sizeProblems({ probabilities, labels, classNames });
  if (evaluation.samples !== labels.length) {
    problems.push(`evaluation is of ${evaluation.samples} images, expected ${labels.length}, one a label`);
  }
  const requireLength = (what: string, of: { readonly length: number } | undefined, expected: number) => {
    if (of !== undefined && of.length !== expected)
      problems.push(`${what} has ${of.length} values, expected ${expected}`);
  };
  if (IMAGE_PROPERTIES.accepts(properties)) {
    for (const { name, values } of properties!)
      requireLength(`the property ${JSON.stringify(name)}`, values, labels.length);
  }
  if (BASELINE.accepts(baseline)) {
    requireLength("baseline.probabilities", baseline!.probabilities, labels.length * classNames.length);
  }
  if (DATA_CARD.accepts(data)) {
    for (const { name, counts } of data!.parts)
      requireLength(`data: counts of ${JSON.stringify(name)}`, counts, classNames.length);
  }
  return problems;
}

export const classNamesOf = ({ perClass }: Evaluation): string[] => perClass.map((scores) => scores.class);
