import { describe, expect, it } from "vitest";
import {
  evaluate,
  expectedCalibrationError,
  imagesOfReport,
  type ReportInput,
  reliability,
  renderMarkdown,
  renderReport,
  reportData,
  rocAuc,
  wilsonInterval,
} from "../src/index.js";
import { MATRIX_KEYS } from "../src/report/scripts/matrix-keys.js";
import { SORTABLE_TABLES } from "../src/report/scripts/sortable-tables.js";
import { digits, fakeHistory, fakeImages, fakePredictions, numbered, unbalancedTags } from "./fixtures.js";

function reportInput(classNames: string[], samples: number, changes: Partial<ReportInput> = {}): ReportInput {
  const { probabilities, labels } = fakePredictions(samples, classNames, 3);
  const shape = [8, 8, 1] as const;
  return {
    title: "mnist-cnn on MNIST",
    facts: [
      { label: "Parameters", value: 542_230 },
      { label: "Engine", value: "onnx" },
    ],
    history: fakeHistory(5),
    evaluation: evaluate({ probabilities, labels, classNames }),
    probabilities,
    labels,
    images: fakeImages(samples, shape),
    shape,
    ...changes,
  };
}

const count = (page: string, part: string): number => page.split(part).length - 1;

describe("the report of ten classes", () => {
  const input = reportInput(digits, 500);
  const page = renderReport(input);
  const wrong = Math.round((1 - input.evaluation.accuracy) * 500);

  it("is well-formed and the same every time", () => {
    expect(unbalancedTags(page)).toEqual([]);
    expect(renderReport(input)).toBe(page);
  });

  it("says so where the curves are of the test images", () => {
    const tested = renderReport({ ...input, validatedOn: "test" });
    expect(tested).toMatch(/>test<\/text>/);
    expect(tested).toContain("measured on the test images after each epoch");
    expect(page).not.toContain("measured on the test images after each epoch");
    expect(reportData({ ...input, validatedOn: "test" }).validatedOn).toBe("test");
    expect(reportData(input).validatedOn).toBe("validation");
    const unmeasured = renderReport({ ...input, validatedOn: "test", history: fakeHistory(5, false) });
    expect(unmeasured).not.toContain("measured on the test images after each epoch");
  });

  it("is the same from the images that it shows alone", () => {
    const data = reportData(input);
    const all = input.images as Uint8Array;
    const shown = new Map(
      imagesOfReport(data).map((index) => [index, all.subarray(64 * index, 64 * index + 64)]),
    );
    expect(renderReport({ ...input, images: shown })).toBe(page);
    shown.delete(data.samplePredictions[3]!.index);
    expect(() => renderReport({ ...input, images: shown })).toThrow(
      /images has no bytes of image \d+, expected 64/,
    );
  });

  it("asks for nothing outside, and runs only the scripts whose digests its policy names", () => {
    expect(page.replaceAll('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(
      /https?:|<script [^>]*src|<link|@import/,
    );
    expect(page).not.toMatch(/<[^>]+ on\w+=/);
    const scripts = [SORTABLE_TABLES, MATRIX_KEYS];
    expect(count(page, "<script")).toBe(scripts.length);
    for (const { code } of scripts) expect(page).toContain(`<script>${code}</script>`);
    const digests = scripts.map(({ sha256 }) => `'sha256-${sha256}'`).join(" ");
    expect(page).toContain(
      `"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src ${digests}"`,
    );
  });

  it("has the sections in reading order, each in the navigation", () => {
    const titles = [...page.matchAll(/<h2 id="([\w-]+)">([^<]+)<\/h2>/g)];
    expect(titles.map(([, , title]) => title)).toEqual([
      "Learning curves",
      "Predictions",
      "Confusion matrix",
      "Worst mistakes",
      "Least certain",
      "Scores by class",
      "Calibration",
      "Thresholds",
    ]);
    for (const [, id] of titles) expect(page).toContain(`<a href="#${id}">`);
    expect(count(page, "<h1>")).toBe(1);
  });

  it("says the result, the facts and the text report", () => {
    expect(page).toContain(`<strong>${500 - wrong} of 500 test images</strong>`);
    expect(page).toContain("<dt>Top-5 accuracy</dt>");
    expect(page).toContain("<dt>Parameters</dt><dd>542,230</dd>");
    expect(page).toContain("weighted avg     0.");
  });

  it("shows 24 test images, up to 6 of each cell, 24 mistakes and 12 doubts, each with a text in its place", () => {
    const images = [...page.matchAll(/<img src="data:image\/png;base64,[^"]+" [^>]*alt="([^"]+)">/g)];
    const ofCells = input.evaluation.confusionMatrix.flat().reduce((sum, all) => sum + Math.min(6, all), 0);
    expect(images).toHaveLength(24 + ofCells + Math.min(24, wrong) + 12);
    expect(images[24]![1]).toMatch(/^Test image \d+: \d, taken for \d$/);
  });

  it("opens the images of a cell from the matrix, and of the pairs that are confused most from their table", () => {
    const { mostConfused, confusionCells } = reportData(input);
    expect(confusionCells.slice(0, mostConfused.length)).toMatchObject(mostConfused);
    expect(confusionCells.length).toBeGreaterThan(50);
    for (const [i, { trueClass, predictedClass, count: all, examples }] of confusionCells.entries()) {
      const opens = `popovertarget="cell-${i + 1}"`;
      expect(count(page, `<div popover id="cell-${i + 1}"`)).toBe(1);
      expect(count(page, `class="cell" ${opens}`)).toBe(1);
      expect(count(page, `class="link" ${opens}`)).toBe(i < mostConfused.length ? 1 : 0);
      expect(examples).toHaveLength(Math.min(6, all));
      for (const example of examples) expect(example).toMatchObject({ trueClass, predictedClass });
    }
  });

  it("says what the images are, how another model does, and on which images it is worse", () => {
    const isRight = (i: number) => {
      const row = [...input.probabilities.subarray(10 * i, 10 * i + 10)];
      return row.indexOf(Math.max(...row)) === input.labels[i];
    };
    const more = renderReport({
      ...input,
      data: {
        shape: [8, 8, 1],
        parts: [
          { name: "training", counts: digits.map(() => 1200) },
          { name: "test", counts: digits.map(() => 50) },
        ],
        copiedTestImages: 3,
      },
      baseline: { name: "runs/<before>", probabilities: fakePredictions(500, digits, 1).probabilities },
      properties: [
        {
          name: "Brightness",
          ends: ["darkest", "brightest"],
          values: Array.from({ length: 500 }, (_, i) => (isRight(i) ? 100 : 0) + i / 500),
        },
      ],
    });
    expect(unbalancedTags(more)).toEqual([]);
    expect([...more.matchAll(/<h2 id="([\w-]+)">/g)].map(([, id]) => id)).toEqual([
      ...["comparison", "data", "learning-curves", "predictions", "confusion", "mistakes", "uncertain"],
      ...["classes", "slices", "calibration", "ranking"],
    ]);
    expect(more).toContain(
      "8×8 pixels, grey: 12,000 training, 500 test. 3 of the test images are among the others",
    );
    expect(more).toContain("This model is better, and not by chance.");
    expect(more).toMatch(/Clearly worse than all images together .*<b>darkest by brightness<\/b>/);
    expect(more).toMatch(/<tr class="worse"><td>Brightness<\/td><th scope="row">darkest/);
  });

  it("leaves cells plain that it has no room for", () => {
    const many = reportInput(digits, 3000);
    const photographs = reportData({ ...many, shape: [224, 224, 3] }).confusionCells;
    const shown = photographs.reduce((sum, { examples }) => sum + examples.length, 0);
    expect(shown * 56 * 56 * 3).toBeLessThan(2.5e6);
    expect(shown).toBeGreaterThan(200);
    expect(photographs.slice(0, 10)).toMatchObject(reportData(many).mostConfused);
  });

  it("says how sure the accuracy is, and how the likelihoods keep their word", () => {
    const data = reportData(input);
    const { estimate, low, high } = wilsonInterval(500 - wrong, 500);
    expect(data.accuracyInterval).toEqual([low, high]);
    expect(estimate).toBeCloseTo(data.evaluation.accuracy, 12);
    const { probabilities, labels } = input;
    const metricInput = { probabilities, labels };
    expect(data.calibration).toEqual({
      expectedError: expectedCalibrationError(metricInput),
      bins: reliability(metricInput),
    });
    expect(data.ranking!.rocAuc).toBe(rocAuc(metricInput));
    expect(data.ranking!.classes).toHaveLength(5);
    for (const { roc, rocAuc: area } of data.ranking!.classes) {
      const byTrapezoids = roc.slice(1).reduce((sum, [x, y], i) => {
        const [before, low] = roc[i]!;
        return sum + ((x - before) * (y + low)) / 2;
      }, 0);
      expect(Math.abs(byTrapezoids - area)).toBeLessThan(0.005);
      expect([roc[0], roc.at(-1)]).toEqual([
        [0, 0],
        [1, 1],
      ]);
    }
  });

  it("leaves out what needs likelihoods that sum to one", () => {
    const halves = input.probabilities.map((p) => p / 2);
    const evaluation = evaluate({ probabilities: halves, labels: input.labels, classNames: digits });
    const halved = { ...input, probabilities: halves, evaluation };
    expect(reportData(halved)).not.toHaveProperty("calibration");
    expect(renderReport(halved)).not.toContain('id="ranking"');
  });

  it("lists the closest decisions first", () => {
    const margins = reportData(input).leastCertain.map(({ index }) => {
      const row = [...input.probabilities.slice(10 * index, 10 * index + 10)].sort((a, b) => b - a);
      return row[0]! - row[1]!;
    });
    expect(margins).toEqual([...margins].sort((a, b) => a - b));
    expect(margins).toHaveLength(12);
  });

  it("gives every id once", () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("what users may have called things", () => {
  const names = [
    '<script>alert("x")</script>',
    `" onerror='alert(1)' & co`,
    "W".repeat(5000),
    "\u202eabc\u0000",
  ];
  const hostile = "</title></style><script>alert(1)</script><img src=x onerror=alert(1)>";
  const page = renderReport(
    reportInput(names, 60, {
      title: hostile,
      subtitle: hostile,
      generatedAt: hostile,
      facts: [{ label: hostile, value: hostile }],
    }),
  );

  it("is shown as text and never becomes markup", () => {
    expect(unbalancedTags(page)).toEqual([]);
    expect(count(page, "<script")).toBe(2);
    expect(page).not.toMatch(/<img src=x/);
    expect(page).not.toMatch(/<[a-z]+(?: [\w-]+="[^"]*")* on\w+=/);
    expect(page).not.toContain("\u0000");
    expect(page).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;");
  });
});

describe("the report as Markdown", () => {
  const input = reportInput(digits, 300);
  const markdown = renderMarkdown(renderReport(input));

  it("has the sections of the page, without pictures", () => {
    const titles = [...renderReport(input).matchAll(/<h2 id="[\w-]+">([^<]+)/g)].map(
      ([, title]) => `## ${title}`,
    );
    expect(markdown.match(/^## .*$/gm)).toEqual(titles);
    expect(markdown).toMatch(/^# mnist-cnn on MNIST$/m);
    expect(markdown).not.toMatch(/<\w|data:image/);
  });

  it("has tables with a row for each class, as wide as their headings", () => {
    const tables = markdown.split("\n\n").filter((block) => block.startsWith("|"));
    for (const table of tables) {
      expect(new Set(table.split("\n").map((line) => line.split("|").length)).size, table).toBe(1);
    }
    const scores = tables.find((table) => table.startsWith("| Class | Precision | Recall | F1 | Images |"))!;
    expect(scores.split("\n")).toHaveLength(2 + 10 + 2);
  });
});

describe("unusual runs", () => {
  it("renders one class and one image without mistakes, curves or pairs", () => {
    const page = renderReport(reportInput(["only"], 1, { history: [] }));
    expect(unbalancedTags(page)).toEqual([]);
    expect(page).not.toContain("learning-curves");
    expect(page).toContain("every test image was named correctly");
    expect(page).toContain("1 of 1 test image<");
    expect(page).not.toContain("Top-5");
  });

  it("renders a hundred classes of coloured photographs", () => {
    const shape = [150, 200, 3] as const;
    const page = renderReport(reportInput(numbered(100), 120, { images: fakeImages(120, shape), shape }));
    expect(unbalancedTags(page)).toEqual([]);
    expect(page).toContain("Full size, with legible counts");
  });

  it("names everything that does not fit, at once", () => {
    const input = reportInput(digits, 10, { images: new Uint8Array(5), shape: [8, 8, 5] });
    expect(() => renderReport({ ...input, labels: [0, 1] })).toThrow(
      "[imgcls/evaluation] Cannot render the report: probabilities has 100 values, expected 20 (2 labels × 10 classes); evaluation is of 10 images, expected 2, one a label; images has 5 bytes, expected 640 (2 labels × 8 × 8 × 5); shape has 5 channels, expected 1 to 4.",
    );
  });
});
