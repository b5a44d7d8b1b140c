import { expect, it } from "vitest";
import { firstOf, timeInWords } from "./words.js";

it("a list is as long as it is said to be, and the rest is counted", () => {
  expect(firstOf(["a", "b"], 2)).toBe("a, b");
  expect(firstOf(["a", "b", "c"], 2)).toBe("a, b and 1 more");
  expect(firstOf(["a", "b", "c", "d"], 2, "; ")).toBe("a; b; and 2 more");
});

it.each([
  [42.34, "42.3 s"],
  [59.97, "1 min 0 s"],
  [119.4, "1 min 59 s"],
  [119.7, "2 min 0 s"],
])("%d seconds", (seconds, text) => expect(timeInWords(seconds)).toBe(text));
