import { timeInWords } from "@imgcls/checks";
import { type Dataset, fingerprint, type ImageSet, isInMemory, readImages } from "@imgcls/datasets";
import type { Evaluation, ReportData, ReportDataInput, ReportInput } from "@imgcls/evaluation";
import { type HistoryRow, loadHistory, type ModelCard } from "@imgcls/training";
import { classDifferences } from "../data/class-differences.js";
import { type DataAccess, loadData } from "../data/load-data.js";
import { partsOf } from "../data/parts.js";
import type { RunPlace } from "../places/place.js";
import { dataOfCard } from "../recipe/card-recipe.js";
import type { EngineChooser } from "../training/options.js";
import { type Classifier, openClassifier } from "./classifier.js";

export interface EvaluateRunOptions extends DataAccess {
  /** The run's images, where they are open already. Default: they are loaded. */
  readonly data?: Dataset | undefined;
  /** What becomes of your own images that do not decode. Default: as in the training. */
  readonly onBadImage?: "error" | "skip" | undefined;
  readonly engine?: EngineChooser | undefined;
  /** Told before the first prediction. */
  readonly onStart?: ((start: EvaluationStart) => void) | undefined;
}

export interface EvaluationStart {
  readonly classifier: Classifier;
  readonly data: Dataset;
  /** Whether these are the images that the model was trained with. */
  readonly isSameData: boolean;
}

export interface EvaluatedRun {
  readonly card: ModelCard;
  readonly evaluation: Evaluation;
  /** What the report is made of. */
  readonly report: ReportInput;
  readonly isSameData: boolean;
}

/** The data set has another shape or other classes than the model. */
export class WrongDataError extends Error {
  override readonly name = "WrongDataError";

  constructor(
    readonly place: string,
    readonly dataset: string,
    readonly problems: readonly string[],
  ) {
    super(
      `[imgcls/runs] ${place}: ${dataset} is not what its model was trained on: ${problems.join("; ")}. Give the data as they were, or train again.`,
    );
  }
}

/**
 * Predicts the test images of a run's data set, and writes `report.html` and `report.json` beside it; `isSameData` says
 * whether they are of the images that it was trained with.
 *
 * @throws WrongDataError when the images have another shape or other classes than the model
 */
export async function evaluateRun(place: RunPlace, options: EvaluateRunOptions = {}): Promise<EvaluatedRun> {
  const classifier = await openClassifier(place, {
    ...(options.engine && { engine: options.engine }),
    ...(options.signal && { signal: options.signal }),
  });
  try {
    const { card } = classifier;
    const history = await loadHistory(place.folder);
    const data = options.data ?? (await loadRunData(card, options));
    requireSameForm(place, card, data);
    const isSameData = (await fingerprintFor(card, data)) === card.dataset.fingerprint;
    options.onStart?.({ classifier, data, isSameData });
    const { report, numbers } = await reportOf(place, classifier, history, data.test);
    const { renderReport } = await drawing();
    const write = (name: string, text: string) => place.folder.write(name, [new TextEncoder().encode(text)]);
    await write("report.html", renderReport(report, numbers));
    await write("report.json", `${JSON.stringify(numbers, null, 2)}\n`);
    return { card, evaluation: report.evaluation, report, isSameData };
  } finally {
    await classifier.dispose();
  }
}

/** Its charting library is large, and whoever only trains does not need it. */
const drawing = () => import("@imgcls/evaluation");

const loadRunData = (card: ModelCard, options: EvaluateRunOptions): Promise<Dataset> => {
  const data = dataOfCard(card);
  const { onBadImage = data.onBadImage } = options;
  return loadData({ ...data, ...(onBadImage !== undefined && { onBadImage }) }, card.inputShape, options);
};

function requireSameForm(place: RunPlace, card: ModelCard, { id, shape, classNames }: Dataset): void {
  const problems = [
    ...(String(shape) === String(card.inputShape)
      ? []
      : [`expected images of ${card.inputShape.join("×")}, received ${shape.join("×")}`]),
    ...classDifferences(card.classNames, classNames),
  ];
  if (problems.length > 0) throw new WrongDataError(place.name, id, problems);
}

/** Of the images that the run's recipe trains on. */
export const fingerprintFor = (card: ModelCard, data: Dataset): Promise<string> =>
  fingerprint(partsOf({ data: dataOfCard(card) }, data).train);

async function reportOf(
  place: RunPlace,
  classifier: Classifier,
  history: readonly HistoryRow[],
  test: ImageSet,
): Promise<{ readonly report: ReportInput; readonly numbers: ReportData }> {
  const { card } = classifier;
  const { probabilities, loss } = await classifier.judge(test);
  const { labels, shape } = test;
  const { evaluate, reportData } = await drawing();
  const input: ReportDataInput = {
    title: `${card.architecture.id} on ${card.dataset.id}`,
    subtitle: place.name,
    facts: factsAbout(classifier, history),
    history,
    validatedOn: card.validatedOn === "validation" ? "validation" : "test",
    evaluation: evaluate({ probabilities, labels, classNames: card.classNames, loss }),
    probabilities,
    labels,
  };
  const numbers = reportData(input);
  return { report: { ...input, images: await shownImages(test, numbers), shape }, numbers };
}

/** Of images that are decoded when they are read only those that the report shows. */
async function shownImages(images: ImageSet, numbers: ReportData): Promise<ReportInput["images"]> {
  if (isInMemory(images)) return images.images;
  const { imagesOfReport } = await drawing();
  const indices = imagesOfReport(numbers);
  const pixels = await readImages(images, indices);
  const size = pixels.length / indices.length;
  return new Map(indices.map((index, i) => [index, pixels.subarray(i * size, (i + 1) * size)]));
}

function factsAbout({ card, parameters }: Classifier, history: readonly HistoryRow[]): ReportInput["facts"] {
  return [
    { label: "Parameters", value: parameters },
    { label: "Training images", value: card.dataset.sizes.train ?? "unknown" },
    ...(card.head ? [{ label: "Head", value: headInWords(card.head) }] : []),
    ...(history.length > 0 ? stepFacts(card, history) : []),
    { label: "Seed", value: String(card.seed) },
    ...(card.calibration
      ? [{ label: "Temperature", value: card.calibration.temperature.toPrecision(3) }]
      : []),
    ...(card.unknown
      ? [
          {
            label: "Unknown",
            value: `${card.unknown.score} above ${card.unknown.threshold.toPrecision(4)}, ${(100 * card.unknown.knownRefused).toFixed(1)} % of validated images`,
          },
        ]
      : []),
    { label: "Engine", value: `${card.engine.name} ${card.engine.version} (${card.engine.device})` },
  ];
}

const headInWords = ({ type, strength, images }: NonNullable<ModelCard["head"]>): string =>
  `${type} on the features of ${images.toLocaleString("en")} images, strength ${strength.toPrecision(3)}`;

const stepFacts = (
  { recipe: { optimizer, batchSize } }: ModelCard,
  history: readonly HistoryRow[],
): ReportInput["facts"] => [
  { label: "Epochs", value: history.length },
  { label: "Training time", value: timeInWords(history.reduce((sum, row) => sum + row.seconds, 0)) },
  { label: "Optimizer", value: `${optimizer.type}, learning rate ${optimizer.learningRate}` },
  { label: "Batch size", value: batchSize },
];
