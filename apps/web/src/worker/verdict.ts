import type { Dataset, LabeledImages } from "@imgcls/datasets";
import { type Classifier, derivedFiles, evaluateRun, type JudgedImages, memoryPlace } from "@imgcls/runs";
import type { Verdict } from "../protocol.js";
import { titleOf } from "./data-title.js";
import type { OpenRun } from "./open-run.js";
import { picturesOf } from "./pictures.js";

const MISTAKES = 24;

/** Tests a run. Of its own images it gets a report. */
export async function verdictOn(
  { place, classifier, judged }: OpenRun,
  data: Dataset<LabeledImages>,
): Promise<Verdict> {
  const copy = memoryPlace(place.name, place.files);
  const { evaluation, report, isSameData } = await evaluateRun(copy, {
    data,
    classifier: judged ? { ...classifier, judge: answersFrom(judged, data.test) } : classifier,
  });
  if (isSameData) {
    for (const name of await derivedFiles(copy)) await place.folder.write(name, [copy.files.get(name)!]);
  }
  // Loaded when the first chart is drawn.
  const { confusionMatrixChart, worstMistakes } = await import("@imgcls/evaluation");
  const { probabilities, labels } = report;
  const { classNames } = classifier.card;
  const mistakes = worstMistakes({ probabilities, labels, classNames, limit: MISTAKES });
  const pictures = picturesOf(
    data.test,
    mistakes.map(({ index }) => index),
  );
  const { samples, accuracy, loss } = evaluation;
  return {
    samples,
    accuracy,
    loss,
    wrong: samples - Math.round(accuracy * samples),
    notice: isSameData
      ? undefined
      : `These images of ${titleOf(data.id)} are not those that the model was trained with; the numbers may differ from those in its report.`,
    confusionMatrix: confusionMatrixChart(evaluation),
    confusions: evaluation.confusionMatrix,
    perClass: evaluation.perClass,
    mistakes: mistakes.map(({ trueClass, predictedClass, probability }, i) => ({
      picture: pictures[i]!,
      trueClass,
      predictedClass,
      probability,
    })),
  };
}

/** What is known, as if it had been asked. */
const answersFrom =
  (judged: JudgedImages, test: LabeledImages): Classifier["judge"] =>
  async (_, onImages) => {
    onImages?.(test.images, test.length);
    return judged;
  };
