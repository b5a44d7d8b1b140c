import { expect, it } from "vitest";
import { CHART_STYLE } from "./palette.js";

/** Relative luminance as WCAG 2 defines it. */
const luminance = (hex: string): number => {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
};

const contrast = (a: string, b: string): number => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
};

const [light, dark] = CHART_STYLE.split("@media").map((rules) =>
  Object.fromEntries(
    [...rules.matchAll(/--chart-(\w+):(#\w{6})/g)].map(([, name, value]) => [name!, value!]),
  ),
);

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
