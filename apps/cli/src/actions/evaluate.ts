import { join } from "node:path";
import { type Dataset, fingerprint, type LabeledImages, take } from "@imgcls/datasets";
import {
  classificationReport,
  evaluate,
  type ReportInput,
  renderReport,
  reportData,
} from "@imgcls/evaluation";
import { CommandFailedError } from "../errors.js";
import type { EvaluateOptions } from "../options/schemas.js";
import type { Output } from "../output.js";
import { type Classifier, openClassifier } from "./classifier.js";
import { describeEngine } from "./engine.js";
import { writeFileAtomically } from "./files.js";
import { formatPercent, formatSeconds, formatShape } from "./format.js";
import { loadData } from "./load-data.js";

const BATCH_SIZE = 256;

/** Predicts the test images of the run's data set; prints the report and writes it into the run folder. */
export async function evaluateRun(
  folder: string,
  { dataDir }: EvaluateOptions,
  output: Output,
): Promise<void> {
  const input = await measure(folder, dataDir, output);
  const page = join(folder, "report.html");
  await writeFileAtomically(page, renderReport(input));
  await writeFileAtomically(join(folder, "report.json"), `${JSON.stringify(reportData(input), null, 2)}\n`);
  const { evaluation } = input;
  const topK = Object.entries(evaluation.topK)
    .filter(([k]) => k !== "1")
    .map(([k, share]) => `, top-${k} ${formatPercent(share)}`);
  output.result(
    { event: "result", ...evaluation, report: page },
    `${classificationReport(evaluation)}\nTest accuracy ${formatPercent(evaluation.accuracy)}${topK.join("")}, test loss ${evaluation.loss.toFixed(4)}.`,
  );
  output.note(`Report with pictures: ${page}`);
}

async function measure(folder: string, dataDir: string | undefined, output: Output): Promise<ReportInput> {
  const classifier = await openClassifier(folder, BATCH_SIZE);
  try {
    const { card, history } = classifier;
    const data = await loadData(card.dataset.id, { dataDir }, output);
    await compareData(folder, classifier, data, output);
    const { test } = data;
    output.note(
      `Testing ${card.architecture.id} on ${test.length.toLocaleString("en-US")} test images of ${card.dataset.id} with ${describeEngine(classifier.engine)}.`,
    );
    const probabilities = await predictAll(classifier, test.images, test.length);
    const { labels } = test;
    return {
      title: `${card.architecture.id} on ${card.dataset.id}`,
      subtitle: folder,
      facts: facts(classifier),
      history,
      evaluation: evaluate({ probabilities, labels, classNames: card.classNames }),
      probabilities,
      labels,
      images: test.images,
      shape: test.shape,
    };
  } finally {
    await classifier.dispose();
  }
}

/** @throws CommandFailedError when the data set has another form than the model's */
async function compareData(
  folder: string,
  { card }: Classifier,
  { id, shape, classNames, train }: Dataset<LabeledImages>,
  output: Output,
): Promise<void> {
  if (String(shape) !== String(card.inputShape) || classNames.join("\n") !== card.classNames.join("\n")) {
    throw new CommandFailedError(
      `run folder ${folder}: expected images of ${formatShape(card.inputShape)} and ${card.classNames.length} classes as in its model card, but ${id} has ${formatShape(shape)} and ${classNames.length} classes. Train again.`,
    );
  }
  const images = take(train, card.dataset.sizes.train ?? train.length);
  if ((await fingerprint(images)) !== card.dataset.fingerprint) {
    output.warn(`these files of ${id} are not those that the model was trained with; the numbers may differ`);
  }
}

async function predictAll(classifier: Classifier, images: Uint8Array, count: number): Promise<Float32Array> {
  const classes = classifier.card.classNames.length;
  const pixels = images.length / count;
  const probabilities = new Float32Array(count * classes);
  for (let start = 0; start < count; start += BATCH_SIZE) {
    const end = Math.min(start + BATCH_SIZE, count);
    const batch = images.subarray(start * pixels, end * pixels);
    probabilities.set(await classifier.predict(batch, end - start), start * classes);
  }
  return probabilities;
}

function facts({ card, history, parameters }: Classifier): ReportInput["facts"] {
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
