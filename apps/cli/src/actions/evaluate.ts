import { join } from "node:path";
import {
  batches,
  type Dataset,
  fingerprint,
  type ImageSet,
  isInMemory,
  readImages,
  take,
} from "@imgcls/datasets";
import {
  classificationReport,
  type Evaluation,
  evaluate,
  type ReportDataInput,
  type ReportInput,
  renderReport,
  reportData,
} from "@imgcls/evaluation";
import { type HistoryRow, loadHistory } from "@imgcls/training";
import { advisedCommand } from "../advice.js";
import { CommandFailedError, UsageError } from "../errors.js";
import { ownImagesContradictions } from "../options/own-images.js";
import type { EvaluateOptions } from "../options/schemas.js";
import type { Output } from "../output.js";
import { printableName } from "../printable.js";
import { classDifferences } from "./class-differences.js";
import { type Classifier, openClassifier } from "./classifier.js";
import { describeEngine } from "./engine.js";
import { writeFileAtomically } from "./files.js";
import { formatPercent, formatSeconds, formatShape } from "./format.js";
import { type DataOptions, loadData } from "./load-data.js";
import { TEST_BATCH_SIZE } from "./measure-test.js";
import { ownImagesOf } from "./own-images.js";

/** Predicts the test images of the run's data set; prints the report and writes it into the run folder. */
export async function evaluateRun(folder: string, options: EvaluateOptions, output: Output): Promise<void> {
  const input = await measure(folder, options, output);
  const page = join(folder, "report.html");
  await writeFileAtomically(page, renderReport(input));
  await writeFileAtomically(join(folder, "report.json"), `${JSON.stringify(reportData(input), null, 2)}\n`);
  const { evaluation } = input;
  const topK = Object.entries(evaluation.topK)
    .filter(([k]) => k !== "1")
    .map(([k, share]) => `, top-${k} ${formatPercent(share)}`);
  output.result(
    { event: "result", ...evaluation, report: page },
    `${classificationReport(withPrintableNames(evaluation))}\nTest accuracy ${formatPercent(evaluation.accuracy)}${topK.join("")}, test loss ${evaluation.loss.toFixed(4)}.`,
  );
  output.note(`Report with pictures: ${page}`);
}

const withPrintableNames = (evaluation: Evaluation): Evaluation => ({
  ...evaluation,
  perClass: evaluation.perClass.map((scores) => ({ ...scores, class: printableName(scores.class) })),
});

async function measure(folder: string, options: EvaluateOptions, output: Output): Promise<ReportInput> {
  const classifier = await openClassifier(folder, TEST_BATCH_SIZE);
  try {
    const { card } = classifier;
    const history = await loadHistory(folder);
    const dataDir =
      options.dataDir ??
      (await ownImagesOf(folder, card.dataset, (dataDir) =>
        advisedCommand(["evaluate", folder], { dataDir }),
      ));
    const data = await loadData(card.dataset.id, dataOptions(card, { ...options, dataDir }), output);
    await compareData(folder, classifier, data, output);
    const { test } = data;
    output.note(
      `Testing ${card.architecture.id} on ${test.length.toLocaleString("en-US")} test images of ${card.dataset.id} with ${describeEngine(classifier.engine)}.`,
    );
    const { probabilities, loss } = await predictAll(classifier, test);
    const { labels, shape } = test;
    const input: ReportDataInput = {
      title: `${card.architecture.id} on ${card.dataset.id}`,
      subtitle: folder,
      facts: facts(classifier, history),
      history,
      validatedOn: card.validatedOn ?? "test",
      evaluation: evaluate({ probabilities, labels, classNames: card.classNames, loss }),
      probabilities,
      labels,
    };
    return { ...input, images: await shownImages(test, input), shape };
  } finally {
    await classifier.dispose();
  }
}

/** Images of one's own are read as they were for the training; but some may have been damaged since. */
function dataOptions({ inputShape, dataset }: Classifier["card"], options: EvaluateOptions): DataOptions {
  const problems = ownImagesContradictions(options, dataset.id);
  if (problems.length > 0) throw new UsageError(problems, "evaluate");
  const { dataDir, decodedCache, onBadImage = dataset.images?.onBadImage } = options;
  return {
    dataDir,
    decodedCache,
    shape: inputShape,
    images: { ...dataset.images, ...(onBadImage === undefined ? {} : { onBadImage }) },
  };
}

/** @throws CommandFailedError when the data set has another form than the model's */
async function compareData(
  folder: string,
  { card }: Classifier,
  { id, shape, classNames, train }: Dataset,
  output: Output,
): Promise<void> {
  const problems = [
    ...(String(shape) === String(card.inputShape)
      ? []
      : [`expected images of ${formatShape(card.inputShape)}, received ${formatShape(shape)}`]),
    ...classDifferences(card.classNames, classNames),
  ];
  if (problems.length > 0) {
    throw new CommandFailedError(
      `run folder ${folder}: ${id} is not what its model was trained on: ${problems.join("; ")}. Give the data as they were, or train again.`,
    );
  }
  const { sizes, stratified = false } = card.dataset;
  const images = take(train, sizes.train ?? train.length, { stratified });
  if ((await fingerprint(images)) !== card.dataset.fingerprint) {
    output.warn(`these files of ${id} are not those that the model was trained with; the numbers may differ`);
  }
}

/** The loss is that of the training's own function, as after every epoch. */
async function predictAll(
  classifier: Classifier,
  images: ImageSet,
): Promise<{ probabilities: Float32Array; loss: number }> {
  const classes = classifier.card.classNames.length;
  const probabilities = new Float32Array(images.length * classes);
  const meter = classifier.lossMeter();
  let done = 0;
  for await (const batch of batches(images, { batchSize: TEST_BATCH_SIZE, shuffle: false }).epoch(1)) {
    probabilities.set(await classifier.measure(batch.images, batch.labels, meter), done * classes);
    done += batch.size;
  }
  return { probabilities, loss: meter.result().loss };
}

/** Of images that are decoded when they are read only those that the report shows. */
async function shownImages(images: ImageSet, input: ReportDataInput): Promise<ReportInput["images"]> {
  if (isInMemory(images)) return images.images;
  const { samplePredictions, worstMistakes } = reportData(input);
  const indices = [...new Set([...samplePredictions, ...worstMistakes].map(({ index }) => index))];
  const pixels = await readImages(images, indices);
  const size = pixels.length / indices.length;
  return new Map(indices.map((index, i) => [index, pixels.subarray(i * size, (i + 1) * size)]));
}

function facts({ card, parameters }: Classifier, history: readonly HistoryRow[]): ReportInput["facts"] {
  const { optimizer, batchSize } = card.recipe;
  const seconds = history.reduce((sum, row) => sum + row.seconds, 0);
  return [
    { label: "Parameters", value: parameters },
    { label: "Training images", value: card.dataset.sizes.train ?? "unknown" },
    { label: "Epochs", value: history.length },
    { label: "Training time", value: formatSeconds(seconds) },
    { label: "Optimizer", value: `${optimizer.type}, learning rate ${optimizer.learningRate}` },
    { label: "Batch size", value: batchSize },
    { label: "Seed", value: String(card.seed) },
    { label: "Engine", value: describeEngine(card.engine) },
  ];
}
