/** Every chart and picture of the packages once, from made-up data: the gallery shows them, and their tests compare them. */
import { buildModel, diagram } from "@imgcls/architectures";
import {
  barChart,
  binsOf,
  histogram,
  lineChart,
  palette,
  parallelCoordinates,
  percentText,
  scatterChart,
  shareScale,
  wholeScale,
} from "@imgcls/charts";
import { classHistogram, convolutionNumbers, createLabeledImages, imageGrid } from "@imgcls/datasets";
import {
  classRecallChart,
  confusionMatrixChart,
  evaluate,
  learningCurves,
  likelihoodHistogram,
  rankingCurves,
  reliability,
  reliabilityDiagram,
  reportData,
  runCurves,
  sizeCurve,
} from "@imgcls/evaluation";
import {
  digits,
  fakeHistory,
  fakeImages,
  fakePoints,
  fakePredictions,
  fakeRuns,
  numbered,
  sequence,
} from "../packages/evaluation/test/fixtures.ts";

const pets = ["cat", "dog", "snow leopard"];
const petPredictions = fakePredictions(200, pets, 2);
const digitPredictions = fakePredictions(2000, digits, 3);
const bins = reliability(digitPredictions);

/** Classes in groups of five, which are mixed up within a group. */
function groupedEvaluation(classes: number, images: number) {
  const next = sequence(classes);
  const given = evaluate(fakePredictions(classes, numbered(classes), 9));
  // The groups are spread over all classes, so that an order of its own has something to find.
  const groupOf = (label: number) => (label * 7) % Math.ceil(classes / 5);
  const confusionMatrix = given.perClass.map(() => new Array<number>(classes).fill(0));
  for (let i = 0; i < images; i++) {
    const truth = Math.floor(classes * next());
    const alike = given.perClass
      .map((_, label) => label)
      .filter((label) => groupOf(label) === groupOf(truth));
    const kind = next();
    const predicted =
      kind < 0.75
        ? truth
        : kind < 0.95
          ? alike[Math.floor(alike.length * next())]!
          : Math.floor(classes * next());
    confusionMatrix[truth]![predicted]!++;
  }
  return { ...given, samples: images, accuracy: 0.79, confusionMatrix };
}

const ranking = () => {
  const { classNames, ...predictions } = digitPredictions;
  const evaluation = evaluate({ ...predictions, classNames });
  return rankingCurves(reportData({ title: "t", facts: [], evaluation, ...predictions }).ranking!.classes);
};

const withSpike = fakeHistory(10).map((row) => (row.epoch === 2 ? { ...row, val_loss: 1_834_201 } : row));

const sizes = [2, 5, 10, 20, 50, 100].map((perClass) => {
  const accuracy = 1 - 0.5 / Math.sqrt(perClass);
  return { perClass, accuracy, interval: [accuracy - 0.2 / perClass, accuracy + 0.1 / perClass] as const };
});

function normalNumbers(count: number): number[] {
  const next = sequence(count);
  return Array.from({ length: count }, () => next() + next() + next() + next() - 2);
}

/** A search over learning rate, batch size and optimizer. */
function searchedRuns(count: number) {
  const next = sequence(count);
  const runs = Array.from({ length: count }, () => {
    const learningRate = 10 ** (-4 + 3 * next());
    const batchSize = [32, 64, 128][Math.floor(3 * next())]!;
    const optimizer = next() < 0.5 ? "sgd" : "adam";
    const best = optimizer === "sgd" ? -1.6 : -3;
    return {
      learningRate,
      batchSize,
      optimizer,
      accuracy: 0.97 - 0.04 * Math.abs(Math.log10(learningRate) - best) - 0.02 * next(),
    };
  });
  const values = <Name extends keyof (typeof runs)[number]>(name: Name) => runs.map((run) => run[name]);
  return {
    description: "Settings of runs, and their validation accuracy.",
    names: runs.map((_, i) => `run ${i + 1}`),
    settings: [
      {
        name: "optimizer.learningRate",
        values: values("learningRate").map((rate) => Number(rate.toPrecision(3))),
      },
      { name: "batchSize", values: values("batchSize") },
      { name: "optimizer.type", values: values("optimizer") },
    ],
    result: { name: "validation accuracy", values: values("accuracy"), format: percentText },
  };
}

const smallImages = createLabeledImages({
  images: fakeImages(12, [8, 8, 3]),
  labels: Int32Array.from({ length: 12 }, (_, i) => i % 3),
  shape: [8, 8, 3],
  classNames: pets,
});

const counting = Uint8Array.from({ length: 49 }, (_, i) => 10 * Math.floor(i / 7) + (i % 7));

export const FIGURES: Readonly<Record<string, () => string>> = {
  loss: () => learningCurves(fakeHistory(10)).loss,
  accuracy: () => learningCurves(fakeHistory(10)).accuracy,
  "loss-with-a-spike": () => learningCurves(withSpike).loss,
  "loss-without-validation": () => learningCurves(fakeHistory(60, false)).loss,
  "loss-of-one-epoch": () => learningCurves(fakeHistory(1)).loss,
  "runs-of-2": () => runCurves(fakeRuns(2), { metric: "accuracy" }),
  "runs-of-12": () => runCurves(fakeRuns(12)),
  "runs-with-a-spike": () =>
    runCurves([
      { name: "diverged", history: fakeHistory(30).map((row) => ({ ...row, val_loss: 4000 * row.epoch })) },
      ...fakeRuns(3),
    ]),
  "settings-of-8": () => parallelCoordinates(searchedRuns(8)),
  "settings-of-60": () => parallelCoordinates(searchedRuns(60)),
  "accuracy-by-images": () => sizeCurve(sizes),
  "matrix-of-3": () => confusionMatrixChart(evaluate(petPredictions)),
  "matrix-of-10": () => confusionMatrixChart(evaluate(digitPredictions)),
  "matrix-of-30": () => confusionMatrixChart(evaluate(fakePredictions(900, numbered(30), 4))),
  "matrix-of-100": () => confusionMatrixChart(groupedEvaluation(100, 4000)),
  "matrix-of-100-worst": () => confusionMatrixChart(groupedEvaluation(100, 4000), { worst: 20 }),
  "recall-by-class": () => classRecallChart(evaluate(digitPredictions)),
  reliability: () => reliabilityDiagram(bins),
  likelihoods: () => likelihoodHistogram(bins),
  roc: () => ranking().roc,
  "precision-recall": () => ranking().precisionRecall,
  "points-of-3": () => scatterChart({ ...fakePoints(90, 3), names: pets }),
  "points-of-20": () =>
    scatterChart({
      ...fakePoints(400, 20),
      names: numbered(20),
      of: "clusters",
      xName: "first",
      yName: "second",
    }),
  histogram: () =>
    histogram({
      description: "Histogram of a thousand numbers.",
      bins: binsOf(normalNumbers(1000)),
      xName: "value",
      yName: "values",
    }),
  bars: () =>
    barChart({
      description: "Bars of three shares with their intervals.",
      title: "Three shares",
      bars: [
        { name: "small and sure", value: 0.2, interval: [0.19, 0.22] },
        { name: "large and unsure", value: 0.8, interval: [0.4, 0.95] },
        { name: "without an interval", value: 0.5 },
      ],
      format: percentText,
    }),
  lines: () =>
    lineChart({
      description: "A line with its interval, another with gaps.",
      width: 440,
      plotHeight: 200,
      x: { scale: wholeScale(0, 9, 9), name: "step" },
      y: { scale: shareScale([0.55]), format: percentText, name: "share" },
      lines: [
        { name: "mean", color: palette.train, points: sizes.map(({ accuracy }, i) => [i, accuracy]) },
        {
          name: "with gaps",
          color: palette.validation,
          points: [
            [0, 0.4],
            [2, 0.6],
            [3, 0.7],
            [4, undefined],
            [5, 0.65],
            [6, undefined],
            [7, 0.7],
            [9, 0.9],
          ],
          symbol: "square",
        },
      ],
      bands: [
        {
          name: "interval",
          color: palette.train,
          points: sizes.map(({ interval: [low, high] }, i) => [i, Math.max(0.5, low), high]),
        },
      ],
    }),
  "images-by-class": () => classHistogram(smallImages, { title: "Images of each class" }),
  "picture-grid": () => imageGrid(smallImages, { columns: 6, title: "Twelve pictures" }),
  "convolution-in-numbers": () => convolutionNumbers(counting, [7, 7, 1], { kernel: "sharpen" }),
  network: () => diagram(buildModel("resnet20", { inputShape: [32, 32, 3], initialWeights: "zeros" })),
};
