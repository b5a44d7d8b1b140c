import { expect, it } from "vitest";
import { fakeHistory } from "../../test/fixtures.js";
import { plainColors } from "./plain-colors.js";
import { runCurves } from "./run-curves.js";

it("leaves no variable in a chart, and gives lines their colours on paper", () => {
  const svg = runCurves([{ name: "a", history: fakeHistory(3) }]);
  expect(svg).toContain("var(--chart-run1)");
  const plain = plainColors(svg);
  expect(plain.replace(/<style>[\s\S]*?<\/style>/, "")).not.toContain("var(");
  expect(plain).toMatch(/stroke="#[0-9a-f]{6}"/);
  expect(plain).toContain('fill="#fff"');
});
