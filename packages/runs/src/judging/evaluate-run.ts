import { type Dataset, fingerprint, type ImageSet, isInMemory, readImages } from "@imgcls/datasets";
import type { Evaluation, ReportData, ReportDataInput, ReportInput } from "@imgcls/evaluation";
import { type HistoryRow, loadHistory, type ModelCard } from "@imgcls/training";
import { classDifferences } from "../data/class-differences.js";
import { type DataAccess, loadData } from "../data/load-data.js";
import { type Parts, partsOf } from "../data/parts.js";
import type { RunPlace } from "../places/place.js";
import { dataOfCard } from "../recipe/card-recipe.js";
import type { EngineChooser } from "../training/options.js";
import { type Classifier, openClassifier } from "./classifier.js";
import { dataCardOf, factsAbout, watchedLooks } from "./report-of-run.js";

export interface EvaluateRunOptions extends DataAccess {
  /** The run's images, where they are open already. Default: they are loaded. */
  readonly data?: Dataset | undefined;
  /** Another run, which the report compares with this one on the same test images. Default: none. */
  readonly baseline?: RunPlace | undefined;
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
  /** The numbers of the report. */
  readonly numbers: ReportData;
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
 * Predicts the test images of a run's data set, and writes `report.html`, `report.md` and `report.json` beside it; `isSameData`
 * says whether they are of the images that it was trained with.
 *
 * @throws WrongDataError when the images have another shape or other classes than the model, or other ones than the baseline
 */
export async function evaluateRun(place: RunPlace, options: EvaluateRunOptions = {}): Promise<EvaluatedRun> {
  const classifier = await openedClassifier(place, options);
  try {
    const { card } = classifier;
    const history = await loadHistory(place.folder);
    const data = options.data ?? (await loadRunData(card, options));
    requireSameForm(place, card, data);
    const parts = partsOf({ data: dataOfCard(card) }, data);
    const isSameData = (await fingerprint(parts.train)) === card.dataset.fingerprint;
    options.onStart?.({ classifier, data, isSameData });
    const baseline = options.baseline && (await baselineOf(options.baseline, card, data, options));
    const { report, numbers } = await reportOf(place, { classifier, history, parts, baseline });
    const { renderMarkdown, renderReport } = await drawing();
    const write = (name: string, text: string) => place.folder.write(name, [new TextEncoder().encode(text)]);
    const page = renderReport(report, numbers);
    await write("report.html", page);
    await write("report.md", renderMarkdown(page));
    await write("report.json", `${JSON.stringify(numbers, null, 2)}\n`);
    return { card, evaluation: report.evaluation, report, numbers, isSameData };
  } finally {
    await classifier.dispose();
  }
}

const openedClassifier = (place: RunPlace, { engine, signal }: EvaluateRunOptions): Promise<Classifier> =>
  openClassifier(place, { ...(engine && { engine }), ...(signal && { signal }) });

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

type Baseline = NonNullable<ReportDataInput["baseline"]>;

/** What another run says of the same test images, which it may want in another size. */
async function baselineOf(
  place: RunPlace,
  card: ModelCard,
  data: Dataset,
  options: EvaluateRunOptions,
): Promise<Baseline> {
  const classifier = await openedClassifier(place, options);
  try {
    const { card: own } = classifier;
    if (own.dataset.id !== card.dataset.id) {
      throw new WrongDataError(place.name, card.dataset.id, [`it was trained on ${own.dataset.id}`]);
    }
    const isSameForm = readingOf(own) === readingOf(card);
    const theirs = isSameForm ? data : await loadRunData(own, options);
    requireSameForm(place, own, theirs);
    if (String(theirs.test.labels) !== String(data.test.labels)) {
      throw new WrongDataError(place.name, theirs.id, ["it has other test images"]);
    }
    const { probabilities } = await classifier.judge(theirs.test);
    return { name: place.name, probabilities };
  } finally {
    await classifier.dispose();
  }
}

/** All that decides what the pixels of an image are. */
function readingOf(card: ModelCard): string {
  const { fit, onBadImage } = dataOfCard(card);
  return JSON.stringify([card.inputShape, fit, onBadImage]);
}

interface ReportParts {
  readonly classifier: Classifier;
  readonly history: readonly HistoryRow[];
  readonly parts: Parts;
  readonly baseline: Baseline | undefined;
}

async function reportOf(
  place: RunPlace,
  { classifier, history, parts, baseline }: ReportParts,
): Promise<{ readonly report: ReportInput; readonly numbers: ReportData }> {
  const { card } = classifier;
  const { test } = parts;
  const looks = watchedLooks(test);
  const { probabilities, loss } = await classifier.judge(test, looks.add);
  const { labels, shape } = test;
  const { evaluate, reportData } = await drawing();
  const input = {
    title: `${card.architecture.id} on ${card.dataset.id}`,
    subtitle: place.name,
    facts: factsAbout(classifier, history),
    data: dataCardOf(parts),
    history,
    validatedOn: card.validatedOn === "validation" ? "validation" : "test",
    evaluation: evaluate({ probabilities, labels, classNames: card.classNames, loss }),
    probabilities,
    labels,
    properties: looks.properties,
    ...(baseline && { baseline }),
    shape,
  } satisfies ReportDataInput;
  const numbers = reportData(input);
  return { report: { ...input, images: await shownImages(test, numbers) }, numbers };
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
