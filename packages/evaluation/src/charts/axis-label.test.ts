import { expect, it } from "vitest";
import { axisLabel } from "./axis-label.js";

it.each([
  ["snow leopard", 18, "snow leopard"],
  ["a name of many words", 10, "a name of…"],
  [" line\n break\t", 18, "line break"],
  ["🦉🦉🦉🦉", 3, "🦉🦉…"],
  ["bell\u0007", 18, "bell\ufffd"],
])("writes %j in %d characters as %j", (name, length, label) => {
  expect(axisLabel(name, length)).toBe(label);
});
