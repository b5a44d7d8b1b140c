import { expect, it } from "vitest";
import { fittingLabel, shortLabel, textWidth } from "./label.js";

it.each([
  ["snow leopard", 18, "snow leopard"],
  ["a name of many words", 10, "a name of…"],
  [" line\n break\t", 18, "line break"],
  ["🦉🦉🦉🦉", 3, "🦉🦉…"],
  ["bell\u0007", 18, "bell\ufffd"],
])("writes %j in %d characters as %j", (name, length, label) => {
  expect(shortLabel(name, length)).toBe(label);
});

it("cuts a name off where it would be wider than its place", () => {
  expect(fittingLabel("cat", 100)).toBe("cat");
  for (const name of [
    "snow leopard in the snow",
    "狐狸狐狸狐狸狐狸狐狸",
    "WWWWWWWWWWWW",
    "e\u0301".repeat(60),
  ]) {
    const label = fittingLabel(name, 80);
    expect(label).toMatch(/.…$/u);
    expect(textWidth(label)).toBeLessThanOrEqual(80);
    expect(textWidth(label)).toBeGreaterThan(60);
  }
});
