import { describe, expect, it } from "vitest";
import { confusionMatrixChart, evaluate, learningCurves, runCurves, scatterChart } from "../src/index.js";
import {
  digits,
  fakeHistory,
  fakePoints,
  fakePredictions,
  fakeRuns,
  numbered,
  unbalancedTags,
} from "./fixtures.js";

/** A page's own fonts decide the widths of its texts, so positions differ by a few pixels there. */
const isPage = typeof document !== "undefined";

/** Every chart once; look at `charts/*.svg` in a browser after a change. */
const charts: Record<string, () => string> = {
  loss: () => learningCurves(fakeHistory(10)).loss,
  accuracy: () => learningCurves(fakeHistory(10)).accuracy,
  "loss-with-a-spike": () =>
    learningCurves(fakeHistory(10).map((row) => (row.epoch === 2 ? { ...row, val_loss: 1_834_201 } : row)))
      .loss,
  "loss-without-validation": () => learningCurves(fakeHistory(60, false)).loss,
  "loss-of-one-epoch": () => learningCurves(fakeHistory(1)).loss,
  "runs-of-2": () => runCurves(fakeRuns(2), { metric: "accuracy" }),
  "runs-of-12": () => runCurves(fakeRuns(12)),
  "runs-with-a-spike": () =>
    runCurves([
      { name: "diverged", history: fakeHistory(30).map((row) => ({ ...row, val_loss: 4000 * row.epoch })) },
      ...fakeRuns(3),
    ]),
  "matrix-of-3": () =>
    confusionMatrixChart(evaluate(fakePredictions(200, ["cat", "dog", "snow leopard"], 2))),
  "matrix-of-10": () => confusionMatrixChart(evaluate(fakePredictions(2000, digits, 3))),
  "matrix-of-30": () => confusionMatrixChart(evaluate(fakePredictions(900, numbered(30), 4))),
  "points-of-3": () => scatterChart({ ...fakePoints(90, 3), names: ["cat", "dog", "snow leopard"] }),
  "points-of-20": () =>
    scatterChart({
      ...fakePoints(400, 20),
      names: numbered(20),
      of: "clusters",
      xName: "first",
      yName: "second",
    }),
};

describe.each(Object.entries(charts))("chart %s", (name, draw) => {
  const svg = draw();

  if (!isPage) {
    it("looks as before", async () => {
      await expect(`${svg}\n`).toMatchFileSnapshot(`charts/${name}.svg`);
    });
  }

  it("is the same whatever was drawn before", () => {
    expect(draw()).toBe(svg);
  });

  it("is well-formed, names what it shows, and needs nothing from outside", () => {
    expect(unbalancedTags(svg)).toEqual([]);
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-label="[^"]{20,}"/);
    expect(svg.replace("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:|<script|undefined|NaN/);
  });

  it("takes every colour from the palette", () => {
    const colours = [...svg.matchAll(/ (?:fill|stroke)="([^"]+)"/g)].map(([, value]) => value!);
    const others = colours.filter((colour) => !/^(var\(--chart-\w+\)|none|#000)$/.test(colour));
    expect([...new Set(others)]).toEqual([]);
  });
});

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
    const rows = fakeHistory(3, false).map((row) => (row.epoch === 2 ? { ...row, loss: Number.NaN } : row));
    const svg = learningCurves(rows).loss;
    expect(unbalancedTags(svg)).toEqual([]);
    expect(svg).not.toContain('d="NaN');
  });

  it("mark every loss above the axis, and name the largest", () => {
    const spikes = new Map([
      [2, 40_000],
      [3, 1_834_201],
    ]);
    const rows = fakeHistory(60).map((row) => ({ ...row, val_loss: spikes.get(row.epoch) ?? row.val_loss! }));
    const svg = learningCurves(rows).loss;
    expect(svg).toContain("the largest is 1.83M.");
    expect(svg.match(/>1\.83M</g)).toHaveLength(1);
    expect(svg).not.toContain(">40K<");
    // Nothing but the two is marked among 60 epochs.
    expect(learningCurves(fakeHistory(60)).loss.match(/<path/g)!.length + 2).toBe(
      svg.match(/<path/g)!.length,
    );
  });

  it("draw empty axes for an empty history", () => {
    expect(learningCurves([]).loss).toContain("No epoch to draw the loss of.");
  });
});

describe("curves of runs", () => {
  it("say how each run ended, and have one entry in the legend for both lines of a run", () => {
    const svg = runCurves(fakeRuns(2));
    expect(svg).toContain(
      'aria-label="Line chart of loss by epoch for each run. run 1: 0.1167 after epoch 12; run 2: 0.1143 after epoch 14."',
    );
    expect(svg.match(/>run [12]</g)).toEqual([">run 1<", ">run 2<"]);
  });

  it("draw training alone where a run has no validation, and nothing but axes for no run", () => {
    expect(runCurves([{ name: "a", history: fakeHistory(5, false) }])).toContain("a: 0.08 after epoch 5.");
    expect(runCurves([])).toContain("no run.");
    expect(runCurves([{ name: "a", history: [] }])).toContain("a: no value.");
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
    expect(runCurves(runs, { metric: "kappa" })).toContain(
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
  it("writes a hundred classes and their counts", () => {
    const evaluation = evaluate(fakePredictions(3000, numbered(100), 5));
    const svg = confusionMatrixChart(evaluation);
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    const counts = evaluation.confusionMatrix.flat().filter((count) => count > 0);
    expect(texts.filter((text) => /^\d+$/.test(text!))).toHaveLength(counts.length);
    expect(texts.filter((text) => text!.startsWith("class "))).toHaveLength(200);
    expect(unbalancedTags(svg)).toEqual([]);
  });

  it("escapes and shortens names, and does not take them for ids", () => {
    const names = ['<script>alert("x")</script>', 'zr0-c0 id="zr0-c0"', "line\nbreak", "x".repeat(200)];
    const svg = confusionMatrixChart(evaluate(fakePredictions(40, names, 1)));
    expect(unbalancedTags(svg)).toEqual([]);
    expect(svg).not.toContain("<script");
    expect(svg).toContain(">zr0-c0 id=&quot;zr0-c0&quot;</text>");
    expect(svg).toContain(">line break</text>");
    expect(svg).toContain(`>${"x".repeat(21)}…</text>`);
  });
});

describe("points", () => {
  it("keep their distances: both axes have one scale", () => {
    const svg = scatterChart({
      coordinates: [0, 0, 10, 0, 10, 5],
      groups: [0, 1, 2],
      names: ["a", "b", "c"],
    });
    const [a, b, c] = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)" r="2\.6"/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ]) as [number[], number[], number[]];
    expect(b[0]! - a[0]!).toBeGreaterThan(350);
    expect((b[1]! - c[1]!) / (b[0]! - a[0]!)).toBeCloseTo(0.5, 2);
  });

  it("say how many there are of each group, and leave out groups without points", () => {
    const svg = scatterChart({
      coordinates: [1, 1, 1, 1],
      groups: [2, 2],
      names: ["a", "b", "<c>"],
      of: "classes",
    });
    expect(svg).toContain('aria-label="2 points in a plane, by classes: &#60;c&#62; (2)."');
    expect(svg).not.toContain(">a<");
  });

  it("that do not fit are refused, with all that is wrong", () => {
    expect(() => scatterChart({ coordinates: [1, Number.NaN], groups: [3], names: ["a"] })).toThrow(
      "[imgcls/evaluation] Cannot draw points: expected groups from 0 to 0, received 3 for point 0; expected finite coordinates, received NaN for point 0.",
    );
    expect(() => scatterChart({ coordinates: [1], groups: [0], names: ["a"] })).toThrow(
      "coordinates has 1 numbers, expected 2, two a point",
    );
    expect(() => scatterChart({ coordinates: [], groups: [], names: [] })).toThrow("groups is empty");
  });
});
