import { learningCurveOf } from "@imgcls/runs";
import { interruptible } from "../interrupt.js";
import type { LearningCurveOptions } from "../options/data.js";
import type { Output } from "../output.js";
import { downloadProgress } from "./download-progress.js";
import { featuresProgress } from "./features-progress.js";
import { formatPercent } from "./format.js";
import { table } from "./table.js";
import { prepareTensorflow } from "./tensorflow.js";
import { writePicture } from "./write-picture.js";

/** The accuracy by images a class as a table, a sentence and, if asked for, a picture. */
export async function showLearningCurve(
  dataset: string,
  { base, out, ...options }: LearningCurveOptions,
  output: Output,
): Promise<void> {
  await prepareTensorflow();
  const progress = featuresProgress(output);
  const curve = await interruptible(
    () => output.warn("stopping …"),
    (signal) =>
      learningCurveOf(dataset, {
        ...options,
        base,
        signal,
        onProgress: downloadProgress(output),
        onNote: (note) => output.warn(note),
        onFeatures: (event) => progress({ part: "train", ...event }),
      }),
  );
  if (out !== undefined) await draw(out, curve.points);
  const rows = curve.points.map(({ perClass, accuracy, interval }) => [
    String(perClass),
    formatPercent(accuracy),
    interval.map(formatPercent).join(" to "),
  ]);
  output.result(
    { event: "result", ...curve, ...(out !== undefined && { file: out }) },
    `${table(["images a class", "accuracy", "95 % interval"], rows)}\n${curve.sentence}`,
  );
  if (out !== undefined) output.note(`Picture: ${out}`);
}

async function draw(
  out: string,
  points: Awaited<ReturnType<typeof learningCurveOf>>["points"],
): Promise<void> {
  const { sizeCurve } = await import("@imgcls/evaluation");
  const sizes = points.map(({ perClass, accuracy, interval }) => ({ perClass, accuracy, interval }));
  await writePicture(out, sizeCurve(sizes));
}
