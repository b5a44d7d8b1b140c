import type { LabeledImages } from "@imgcls/datasets";
import { type LossMeter, lossMeter, type Predictor, toProbabilities } from "@imgcls/training";
import type { Verdict } from "../protocol.js";
import { titleOf } from "./data-title.js";
import { describeEngine, pickEngine } from "./engines.js";
import { picturesOf } from "./pictures.js";
import type { Run } from "./run.js";
import { LabError } from "./sentences.js";
import { areItsImages } from "./test-images.js";

const BATCH_SIZE = 256;
const MISTAKES = 24;

/** Predicts with one run's weights. */
export interface Judge {
  /** `[count, height, width, channels]`, 0..255 → probabilities `[count, classes]`. */
  predict(images: Uint8Array, count: number): Promise<Float32Array>;
  /** The same where the labels are known: the meter gets what the model's outputs come to. */
  measure(images: Uint8Array, labels: Int32Array, meter: LossMeter): Promise<Float32Array>;
  /** Of the loss that the model was trained with. */
  lossMeter(): LossMeter;
  dispose(): Promise<void>;
}

export async function createJudge({ model, card }: Run): Promise<Judge> {
  const plan = { preprocessing: card.preprocessing, batchSize: BATCH_SIZE, inputShape: card.inputShape };
  const engine = await pickEngine("auto", { model, plan }, () => undefined);
  const predictor: Predictor = await engine.createPredictor(model, plan);
  const units = model.outputs[0]!.shape.at(-1)!;
  const probabilities = (outputs: Float32Array) => toProbabilities(outputs, units, card.recipe.loss);
  return {
    async predict(images, count) {
      return probabilities(await predictor.predict(images, count));
    },
    async measure(images, labels, meter) {
      const outputs = await predictor.predict(images, labels.length);
      meter.add(outputs, labels);
      return probabilities(outputs);
    },
    lossMeter: () => lossMeter(model, card.recipe.loss),
    dispose: () => predictor.dispose(),
  };
}

/** Tests a run. From its own images the run comes back with the result in its card and reports for its folder. */
export async function evaluateRun(run: Run, judge: Judge): Promise<{ run: Run; verdict: Verdict }> {
  const { data, card } = run;
  if (data === undefined)
    throw new LabError("This page does not have the images that the model is tested on.");
  const { test } = data;
  const { probabilities, loss } = await predictAll(judge, test, card.classNames.length);
  // The charting library is loaded when the first chart is drawn.
  const evaluation = await import("@imgcls/evaluation");
  const input = { probabilities, labels: test.labels, classNames: card.classNames };
  const result = evaluation.evaluate({ ...input, loss });
  const mistakes = evaluation.worstMistakes({ ...input, limit: MISTAKES });
  const report = {
    ...input,
    title: `${card.architecture.id} on ${titleOf(card.dataset.id)}`,
    facts: facts(run),
    history: run.history,
    validatedOn: card.validatedOn ?? "test",
    evaluation: result,
    images: test.images,
    shape: test.shape,
  };
  const pictures = picturesOf(
    test,
    mistakes.map(({ index }) => index),
  );
  const own = await areItsImages(card, data);
  const text = new TextEncoder();
  return {
    run: !own
      ? run
      : {
          ...run,
          card: {
            ...card,
            metrics: { ...card.metrics, test: { loss: result.loss, accuracy: result.accuracy } },
          },
          reports: new Map([
            ["report.html", text.encode(evaluation.renderReport(report))],
            ["report.json", text.encode(`${JSON.stringify(evaluation.reportData(report), null, 2)}\n`)],
          ]),
        },
    verdict: {
      samples: result.samples,
      accuracy: result.accuracy,
      loss: result.loss,
      wrong: result.samples - Math.round(result.accuracy * result.samples),
      notice: own
        ? undefined
        : `These images of ${titleOf(data.id)} are not those that the model was trained with; the numbers may differ from those in its report.`,
      confusionMatrix: evaluation.confusionMatrixChart(result),
      confusions: result.confusionMatrix,
      perClass: result.perClass,
      mistakes: mistakes.map(({ trueClass, predictedClass, probability }, i) => ({
        picture: pictures[i]!,
        trueClass,
        predictedClass,
        probability,
      })),
    },
  };
}

/** The loss is that of the training's own function, as after every epoch. */
async function predictAll(judge: Judge, { images, labels, length: count }: LabeledImages, classes: number) {
  const meter = judge.lossMeter();
  const pixels = images.length / count;
  const probabilities = new Float32Array(count * classes);
  for (let start = 0; start < count; start += BATCH_SIZE) {
    const end = Math.min(start + BATCH_SIZE, count);
    const batch = images.subarray(start * pixels, end * pixels);
    probabilities.set(await judge.measure(batch, labels.subarray(start, end), meter), start * classes);
  }
  return { probabilities, loss: meter.result().loss };
}

function facts({ card, history, model }: Run) {
  const { optimizer, batchSize } = card.recipe;
  const seconds = history.reduce((sum, row) => sum + row.seconds, 0);
  return [
    { label: "Parameters", value: model.countParams() },
    { label: "Training images", value: card.dataset.sizes.train ?? "unknown" },
    { label: "Epochs", value: history.length },
    { label: "Training time", value: `${seconds.toFixed(1)} s` },
    { label: "Optimizer", value: `${optimizer.type}, learning rate ${optimizer.learningRate}` },
    { label: "Batch size", value: batchSize },
    { label: "Seed", value: String(card.seed) },
    { label: "Engine", value: describeEngine(card.engine) },
  ];
}
