import { expect, it } from "vitest";
import { chartStyle, palette, seriesColors } from "./palette.js";

/** Linear light of red, green and blue. */
const linear = (hex: string): number[] =>
  [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });

/** Relative luminance as WCAG 2 defines it. */
const luminance = (hex: string): number => {
  const [red, green, blue] = linear(hex);
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
};

const contrast = (a: string, b: string): number => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
};

const coloursOf = (style: string) =>
  style
    .split("@media")
    .map((rules) =>
      Object.fromEntries(
        [...rules.matchAll(/--chart-(\w+):(#\w{6})/g)].map(([, name, value]) => [name!, value!]),
      ),
    );
const [light, dark] = coloursOf(chartStyle(Object.values(palette).join()));

it.each([
  ["light", light!, "#ffffff"],
  ["dark", dark!, "#12161c"],
])("keeps text and lines legible in %s", (_, colours, page) => {
  for (const background of [page, colours.cell!, colours.right!, colours.wrong!]) {
    expect(contrast(colours.ink!, background)).toBeGreaterThan(4.5);
  }
  expect(contrast(colours.muted!, page)).toBeGreaterThan(4.5);
  // WCAG asks 3:1 of graphics.
  expect(contrast(colours.train!, page)).toBeGreaterThan(3);
  expect(contrast(colours.validation!, page)).toBeGreaterThan(3);
});

const product = (matrix: readonly (readonly number[])[], vector: readonly number[]): number[] =>
  matrix.map((row) => row.reduce((sum, value, i) => sum + value * vector[i]!, 0));

/** What is seen of linear light, from Machado, Oliveira and Fernandes 2009, severity 1. */
const EYES = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIE L*a*b* of linear sRGB, white point D65. */
const lab = (light: readonly number[]): number[] => {
  const toXyz = [
    [0.4124, 0.3576, 0.1805],
    [0.2126, 0.7152, 0.0722],
    [0.0193, 0.1192, 0.9505],
  ];
  const clipped = light.map((value) => Math.min(1, Math.max(0, value)));
  const [x, y, z] = product(toXyz, clipped).map((value, i) => {
    const relative = value / [0.9505, 1, 1.089][i]!;
    return relative > 0.008856 ? Math.cbrt(relative) : 7.787 * relative + 16 / 116;
  });
  return [116 * y! - 16, 500 * (x! - y!), 200 * (y! - z!)];
};

/** Without the ink that every chart has. */
const series = coloursOf(chartStyle(seriesColors.join())).map(({ ink: _, ...colours }) =>
  Object.values(colours),
);
const [lightSeries, darkSeries] = series;

it.each([
  ["light", lightSeries!, "#ffffff"],
  ["dark", darkSeries!, "#12161c"],
])("tells any two colours of series apart in %s, whoever looks", (_, colours, page) => {
  expect(colours).toHaveLength(seriesColors.length);
  for (const colour of colours) expect(contrast(colour, page)).toBeGreaterThan(3);
  for (const eye of Object.values(EYES)) {
    const seen = colours.map((colour) => lab(product(eye, linear(colour))));
    const distances = seen.flatMap((a, i) =>
      seen.slice(0, i).map((b) => Math.hypot(...a.map((v, k) => v - b[k]!))),
    );
    // A just noticeable difference is 2.3.
    expect(Math.min(...distances)).toBeGreaterThan(9);
  }
});
