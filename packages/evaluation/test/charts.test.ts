import { describe, expect, it } from "vitest";
import {
  confusionMatrixChart,
  evaluate,
  learningCurves,
  likelihoodHistogram,
  runCurves,
} from "../src/index.js";
import { fakeHistory, fakePredictions, fakeRuns, numbered, unbalancedTags } from "./fixtures.js";

/** All that is written in a chart. */
const textsOf = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);

describe("learning curves", () => {
  it("say in words where training ended", () => {
    expect(learningCurves(fakeHistory(10)).accuracy).toContain(
      'aria-label="Line chart of the accuracy by epoch. After epoch 10 it is 99% on the training images and 95.5% on the validation images."',
    );
  });

  it("are called by the images that they are of", () => {
    const { loss, accuracy } = learningCurves(fakeHistory(10), "test");
    for (const svg of [loss, accuracy]) {
      expect(svg).toMatch(/>test<\/text>/);
      expect(svg).not.toContain("validation<");
      expect(svg).toMatch(/on the training images and [\d.]+%? on the test images\./);
    }
    expect(learningCurves(fakeHistory(10)).loss).toMatch(/>validation<\/text>/);
  });

  it("leave a gap where the loss is not finite", () => {
    const rows = fakeHistory(4, false).map((row) => (row.epoch === 3 ? { ...row, loss: Number.NaN } : row));
    const svg = learningCurves(rows).loss;
    expect(unbalancedTags(svg)).toEqual([]);
    expect(svg.match(/<circle/g)!.length).toBeGreaterThan(3);
    expect(svg).not.toContain("NaN");
  });

  it("mark losses above the axis, and name the largest", () => {
    const spikes = new Map([
      [2, 40_000],
      [7, 1_834_201],
    ]);
    const rows = fakeHistory(60).map((row) => ({ ...row, val_loss: spikes.get(row.epoch) ?? row.val_loss! }));
    const svg = learningCurves(rows).loss;
    expect(svg).toContain("the largest is 1.83M.");
    expect(svg.match(/>1\.83M</g)).toHaveLength(1);
    expect(svg).not.toContain(">40K<");
    // Nothing but the two is marked among 60 epochs; the legend has a diamond.
    expect(svg.match(/<polygon/g)).toHaveLength(3);
  });

  it("draw empty axes for an empty history", () => {
    expect(learningCurves([]).loss).toContain("No epoch to draw the loss of.");
  });
});

describe("curves of runs", () => {
  it("say how each run ended, and have one entry in the legend for both lines of a run", () => {
    const svg = runCurves(fakeRuns(2));
    expect(svg.replace(/[\u2068\u2069]/g, "")).toContain(
      'aria-label="Line chart of loss by epoch for each run. run 1: 0.1167 after epoch 12; run 2: 0.1143 after epoch 14."',
    );
    expect(svg.match(/>run [12]</g)).toEqual([">run 1<", ">run 2<"]);
  });

  it("draw training alone where a run has no validation, and nothing but axes for no run", () => {
    const withoutMarks = (svg: string) => svg.replace(/[\u2068\u2069]/g, "");
    const alone = runCurves([{ name: "a", history: fakeHistory(5, false) }]);
    expect(withoutMarks(alone)).toContain("a: 0.08 after epoch 5.");
    expect(runCurves([])).toContain("no run.");
    expect(withoutMarks(runCurves([{ name: "a", history: [] }]))).toContain("a: no value.");
  });

  it("tell equal names apart, and print any name safely", () => {
    const names = [
      "same",
      "same",
      '<img src=x onerror="a">',
      "esc\u001b[31m\u009b",
      "x".repeat(300),
      "{a|b}",
      "",
    ];
    const svg = runCurves(names.map((name) => ({ name, history: fakeHistory(3) })));
    expect(unbalancedTags(svg)).toEqual([]);
    expect(svg.match(/>same</g)).toHaveLength(2);
    expect(svg).not.toContain("<img");
    expect(svg).toContain(">esc\ufffd[31m\ufffd<");
    expect(svg).toContain(`>${"x".repeat(69)}…<`);
    expect(svg).toContain(">{a|b}<");
  });

  it("draw any metric that the rows have", () => {
    const rows = (offset: number) =>
      [1, 2, 3].map((epoch) => ({ epoch, kappa: offset - 0.1 * epoch, val_kappa: offset }));
    const runs = [-0.2, 0.4].map((offset) => ({ name: String(offset), history: rows(offset) }));
    expect(runCurves(runs, { metric: "kappa" }).replace(/[\u2068\u2069]/g, "")).toContain(
      "-0.2: -0.2 after epoch 3; 0.4: 0.4 after epoch 3.",
    );
  });

  it("refuse what cannot be drawn, all of it at once", () => {
    const call = () =>
      runCurves([...fakeRuns(12), { name: 1, history: [{}] } as never], { metrics: 1 } as never);
    for (const problem of [
      'runCurves has no option "metrics". Did you mean "metric"?',
      "expected at most 12 runs, received 13: draw the best of them",
      "expected runs[12].name to be a text, received 1",
      "expected runs[12].history to be a list of rows with an epoch, received [{}]",
    ])
      expect(call).toThrow(problem);
    expect(() => runCurves(fakeRuns(1), { metric: "acuracy" })).toThrow('Did you mean "accuracy"?');
    expect(() => runCurves("runs" as never)).toThrow("expected runs to be a list of { name, history }");
  });
});

describe("confusion matrix", () => {
  it("writes fifty classes and their counts", () => {
    const evaluation = evaluate(fakePredictions(1500, numbered(50), 5));
    const texts = textsOf(confusionMatrixChart(evaluation).replace(/<title>.*?<\/title>/g, ""));
    const counts = evaluation.confusionMatrix.flat().filter((count) => count > 0);
    expect(texts.filter((text) => /^\d+$/.test(text))).toHaveLength(counts.length);
    expect(texts.filter((text) => text.startsWith("class "))).toHaveLength(100);
  });

  it("shades more without numbers, every cell with images once", () => {
    const evaluation = evaluate(fakePredictions(8000, numbered(400), 5));
    const svg = confusionMatrixChart(evaluation);
    expect(textsOf(svg)).toEqual(["predicted class", "true class"]);
    const filled = evaluation.confusionMatrix.flat().filter((count) => count > 0).length;
    expect(svg.match(/M\d+ \d+h2v2h-2z/g)).toHaveLength(filled);
    expect(svg.length).toBeLessThan(25 * filled);
  });

  it("zooms to the neighbours between which most mistakes are", () => {
    const matrix = numbered(60).map((_, a) => numbered(60).map((_, b): number => (a === b ? 50 : 0)));
    for (const a of [7, 31, 52]) for (const b of [7, 31, 52]) if (a !== b) matrix[a]![b] = 9;
    const perClass = matrix.map((_, i) => ({
      class: `class ${i}`,
      precision: 1,
      recall: 1,
      f1: 1,
      support: 50,
    }));
    const evaluation = {
      ...evaluate(fakePredictions(60, numbered(60), 9)),
      confusionMatrix: matrix,
      perClass,
    };
    const svg = confusionMatrixChart(evaluation, { worst: 3 });
    const named = textsOf(svg).filter((text) => text.startsWith("class "));
    expect([...new Set(named)].sort()).toEqual(["class 31", "class 52", "class 7"]);
    expect(svg).toContain("Shown are 3 classes that are mixed up with each other most.");
    expect(svg).toContain("<title>class 7 → class 31: 9</title>");
  });

  it("escapes and shortens names", () => {
    const names = ['<script>alert("x")</script>', "line\nbreak", "x".repeat(200)];
    const svg = confusionMatrixChart(evaluate(fakePredictions(40, names, 1)));
    expect(unbalancedTags(svg)).toEqual([]);
    expect(svg).not.toContain("<script");
    expect(svg).toContain(">line break</text>");
    expect(svg).toContain(`>${"x".repeat(21)}…</text>`);
  });

  it("refuses options that it does not have", () => {
    const evaluation = evaluate(fakePredictions(10, numbered(3), 1));
    expect(() => confusionMatrixChart(evaluation, { order: "alik", worst: 0 } as never)).toThrow(
      /order to be .*received "alik"; expected confusionMatrixChart.worst to be a positive integer, received 0/,
    );
  });
});

it("a histogram of likelihoods counts right answers and mistakes", () => {
  const svg = likelihoodHistogram([
    { from: 0.4, to: 0.5, weight: 4, confidence: 0.45, accuracy: 0.25 },
    { from: 0.9, to: 1, weight: 96, confidence: 0.97, accuracy: 1 },
  ]);
  expect(svg).toContain("97 of them right and 3 wrong.");
  expect(svg).toContain("<title>40% to 50%: 1 right, 3 wrong</title>");
});
