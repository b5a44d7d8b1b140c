import { join } from "node:path";
import { classificationReport, type Evaluation } from "@imgcls/evaluation";
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

/** Predicts the test images of the run's data set; prints the report and writes it into the run folder. */
export async function evaluateRun(folder: string, options: EvaluateOptions, output: Output): Promise<void> {
  await prepareTensorflow();
  const { dataset } = await loadCard(folder);
  const problems = ownImagesContradictions(options, dataset.id);
  if (problems.length > 0) throw new UsageError(problems, "evaluate");
  const advice = (dataDir: string) => advisedCommand(["evaluate", folder], { dataDir });
  const { evaluation } = await evaluateRunAt(folderPlace(folder), {
    ...options,
    dataDir: options.dataDir ?? (await ownImagesOf(folder, dataset, advice)),
    onProgress: downloadProgress(output),
    onStart: (start) => announceStart(start, output),
  });
  // Among as many classes as there are, the true one always is.
  const topK = Object.entries(evaluation.topK)
    .filter(([k]) => k !== "1" && Number(k) < evaluation.perClass.length)
    .map(([k, share]) => `, top-${k} ${formatPercent(share)}`);
  const report = join(folder, "report.html");
  output.result(
    { event: "result", ...evaluation, report },
    `${classificationReport(withPrintableNames(evaluation))}\nTest accuracy ${formatPercent(evaluation.accuracy)}${topK.join("")}, test loss ${evaluation.loss.toFixed(4)}.`,
  );
  output.note(`Report with pictures: ${report}`);
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
