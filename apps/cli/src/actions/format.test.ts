import { expect, it } from "vitest";
import { formatSeconds } from "./format.js";

it.each([
  [42.34, "42.3 s"],
  [59.97, "1 min 0 s"],
  [119.4, "1 min 59 s"],
  [119.7, "2 min 0 s"],
])("%d seconds", (seconds, text) => expect(formatSeconds(seconds)).toBe(text));
