import {
  barChart,
  histogram,
  lineChart,
  parallelCoordinates,
  plainColors,
  scatterChart,
  WHOLE_SHARE,
} from "@imgcls/charts";
import { createLabeledImages, imageGrid } from "@imgcls/datasets";
import {
  classRecallChart,
  confusionMatrixChart,
  evaluate,
  rankingCurves,
  runCurves,
} from "@imgcls/evaluation";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { fakeHistory, fakePredictions, unbalancedTags } from "../packages/evaluation/test/fixtures.ts";
import { FIGURES } from "./figures.ts";

/** Around a picture, pixels. */
const MARGIN = 60;

/**
 * What librsvg draws outside of a picture's own frame, in opaque pixels: nothing where all marks and texts are inside.
 * It refuses markup that is no XML.
 */
async function pixelsOutside(svg: string): Promise<number> {
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number);
  const wide = plainColors(svg)
    .replace('<rect width="100%" height="100%" fill="#fff"/>', "")
    .replace(
      /width="\d+" height="\d+" viewBox="[^"]*"/,
      `width="${width! + 2 * MARGIN}" height="${height! + 2 * MARGIN}" viewBox="${-MARGIN} ${-MARGIN} ${width! + 2 * MARGIN} ${height! + 2 * MARGIN}"`,
    );
  const { data, info } = await sharp(Buffer.from(wide))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  let outside = 0;
  for (let y = 0; y < info.height; y++) {
    for (let x = 0; x < info.width; x++) {
      const isInside = x >= MARGIN && x < MARGIN + width! && y >= MARGIN && y < MARGIN + height!;
      if (!isInside && data[4 * (y * info.width + x) + 3]! > 32) outside++;
    }
  }
  return outside;
}

describe.each(Object.entries(FIGURES))("the figure %s", (name, draw) => {
  const svg = draw();

  // After a change that was meant: `npx vitest run --project unit-apart tools/figures.test.ts -u`, then look at the pictures.
  it("looks as before", async () => {
    await expect(`${svg}\n`).toMatchFileSnapshot(`figures/${name}.svg`);
  });

  it("is the same whatever was drawn before", () => {
    expect(draw()).toBe(svg);
  });

  it("is well-formed, needs nothing from outside, and all of it is inside its frame", async () => {
    expect(unbalancedTags(svg)).toEqual([]);
    expect(svg.replace("http://www.w3.org/2000/svg", "")).not.toMatch(
      /https?:|<script|undefined|NaN|Infinity/,
    );
    expect(await pixelsOutside(svg)).toBe(0);
  });

  it("takes every colour from the palette", () => {
    const colours = [...svg.matchAll(/ (?:fill|stroke)="([^"]+)"/g)].map(([, value]) => value!);
    expect([...new Set(colours)].filter((colour) => !/^(var\(--chart-\w+\)|none)$/.test(colour))).toEqual([]);
    expect(plainColors(svg)).not.toContain("var(");
  });
});

/** Names that somebody's folders, labels or runs may have. */
const HOSTILE = [
  '</text><script>alert("x")</script>',
  "\"'&<>]]>--><!--",
  "זברה עם פסים",
  "زرافة طويلة جدا",
  "\u202eevil\u202c",
  "👩‍👩‍👧‍👦 family 🏳️‍🌈",
  "x".repeat(300),
  "狐狸".repeat(100),
  "esc\u001b[31m\u0000\u009b\uffff",
  "half \ud800 surrogate",
  "  line\nbreak\t",
  "",
];

const hostile: Record<string, () => string> = {
  lines: () =>
    lineChart({
      description: HOSTILE.join(),
      width: 400,
      x: { scale: WHOLE_SHARE, name: HOSTILE[0]! },
      y: { scale: WHOLE_SHARE, name: HOSTILE[1]! },
      lines: HOSTILE.slice(2, 6).map((name) => ({ name, color: "var(--chart-train)", points: [[0, 1]] })),
    }),
  bars: () =>
    barChart({
      description: HOSTILE.join(),
      title: HOSTILE.join(" "),
      bars: HOSTILE.map((name) => ({ name, value: 1 })),
    }),
  histogram: () =>
    histogram({
      description: HOSTILE[1]!,
      bins: [{ from: 0, to: 1, counts: [1, 2] }],
      names: HOSTILE.slice(0, 2),
    }),
  points: () =>
    scatterChart({
      coordinates: HOSTILE.flatMap((_, i) => [i, i]),
      groups: [...HOSTILE.keys()],
      names: HOSTILE,
    }),
  settings: () =>
    parallelCoordinates({
      description: HOSTILE.join(),
      names: HOSTILE,
      settings: [
        { name: HOSTILE[0]!, values: HOSTILE },
        { name: HOSTILE[6]!, values: HOSTILE.map((_, i) => i) },
      ],
      result: { name: HOSTILE[2]!, values: HOSTILE.map((_, i) => i / 10) },
    }),
  runs: () => runCurves(HOSTILE.map((name) => ({ name, history: fakeHistory(3) }))),
  matrix: () => confusionMatrixChart(evaluate(fakePredictions(60, HOSTILE, 1))),
  recall: () => classRecallChart(evaluate(fakePredictions(60, HOSTILE, 1))),
  ranking: () => {
    const curve = {
      rocAuc: 0.5,
      averagePrecision: 0.5,
      roc: [[0, 0] as const],
      precisionRecall: [[1, 1] as const],
    };
    return rankingCurves(HOSTILE.map((name) => ({ ...curve, class: name }))).roc;
  },
  pictures: () =>
    imageGrid(
      createLabeledImages({
        images: new Uint8Array(HOSTILE.length),
        labels: Int32Array.from(HOSTILE.keys()),
        shape: [1, 1, 1],
        classNames: HOSTILE,
      }),
    ),
};

it.each(Object.entries(hostile))("%s print any name safely", async (_, draw) => {
  const svg = draw();
  expect(unbalancedTags(svg)).toEqual([]);
  expect(svg).not.toMatch(/<script|<!--|(?![\n\t])\p{Cc}|\uffff|\p{Cs}/u);
  // Glyphs of scripts for which the fonts lack the width that they have elsewhere may reach over an edge.
  expect(await pixelsOutside(svg)).toBeLessThan(200);
});
