import { join } from "node:path";
import {
  type Comparison,
  classificationReport,
  type Evaluation,
  type ReportData,
  reportCharts,
} from "@imgcls/evaluation";
import { type EvaluationStart, evaluateRun as evaluateRunAt, folderPlace } from "@imgcls/runs";
import { loadCard } from "@imgcls/training";
import { advisedCommand } from "../advice.js";
import { UsageError } from "../errors.js";
import { ownImagesContradictions } from "../options/own-images.js";
import type { EvaluateOptions } from "../options/runs.js";
import type { Output } from "../output.js";
import { printableName } from "../printable.js";
import { downloadProgress } from "./download-progress.js";
import { describeEngine } from "./engine.js";
import { formatCount, formatPercent } from "./format.js";
import { ownImagesOf } from "./own-images.js";
import { reportData } from "./report-data.js";
import { prepareTensorflow } from "./tensorflow.js";
import { writePicture } from "./write-picture.js";

/** Predicts the test images of the run's data set; prints the report and writes it into the run folder. */
export async function evaluateRun(folder: string, options: EvaluateOptions, output: Output): Promise<void> {
  await prepareTensorflow();
  const { dataset } = await loadCard(folder);
  const problems = ownImagesContradictions(options, dataset.id);
  if (problems.length > 0) throw new UsageError(problems, "evaluate");
  const advice = (dataDir: string) => advisedCommand(["evaluate", folder], { dataDir });
  const { charts: chartFolder, baseline, ...access } = options;
  const { evaluation, numbers } = await evaluateRunAt(folderPlace(folder), {
    ...access,
    baseline: baseline === undefined ? undefined : folderPlace(baseline),
    dataDir: options.dataDir ?? (await ownImagesOf(folder, dataset, advice)),
    onProgress: downloadProgress(output),
    onStart: (start) => announceStart(start, output),
  });
  // Among as many classes as there are, the true one always is.
  const topK = Object.entries(evaluation.topK)
    .filter(([k]) => k !== "1" && Number(k) < evaluation.perClass.length)
    .map(([k, share]) => `, top-${k} ${formatPercent(share)}`);
  const report = join(folder, "report.html");
  const charts = chartFolder === undefined ? undefined : await writeCharts(chartFolder, numbers);
  output.result(
    {
      event: "result",
      ...evaluation,
      ...(numbers.comparison && { comparison: numbers.comparison }),
      report,
      ...(charts && { charts }),
    },
    [
      classificationReport(withPrintableNames(evaluation)),
      `Test accuracy ${formatPercent(evaluation.accuracy)}${topK.join("")}, test loss ${evaluation.loss.toFixed(4)}.`,
      ...(numbers.comparison ? [comparisonInWords(numbers.comparison)] : []),
    ].join("\n"),
  );
  output.note(`Report with pictures: ${report}`);
  if (charts) output.note(`${charts.length} files of its charts: ${chartFolder}`);
}

/** @returns the files */
async function writeCharts(folder: string, numbers: ReportData): Promise<string[]> {
  const files: string[] = [];
  for (const { name, svg } of reportCharts(numbers)) {
    for (const ending of ["svg", "png"]) {
      const file = join(folder, `${name}.${ending}`);
      await writePicture(file, svg);
      files.push(file);
    }
  }
  return files;
}

function comparisonInWords({ baseline, accuracy, difference, interval, pValue }: Comparison): string {
  const [low, high] = interval.map((share) => (100 * share).toFixed(2));
  return `Baseline ${printableName(baseline)}: ${formatPercent(accuracy)}; the difference is ${(100 * difference).toFixed(2)} points (${low} to ${high} in 95 of 100 cases), p = ${pValue.toPrecision(2)} by McNemar's test.`;
}

function announceStart({ classifier, data, isSameData }: EvaluationStart, output: Output): void {
  const { card, engine } = classifier;
  reportData(data, output);
  if (!isSameData) {
    output.warn(
      `these files of ${data.id} are not those that the model was trained with; the numbers may differ`,
    );
  }
  output.note(
    `Testing ${card.architecture.id} on ${formatCount(data.test.length)} test images of ${card.dataset.id} with ${describeEngine(engine)}.`,
  );
}

const withPrintableNames = (evaluation: Evaluation): Evaluation => ({
  ...evaluation,
  perClass: evaluation.perClass.map((scores) => ({ ...scores, class: printableName(scores.class) })),
});
