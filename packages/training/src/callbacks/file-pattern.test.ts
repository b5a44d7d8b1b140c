import { expect, it } from "vitest";
import { filePath, filePattern, fillPattern, namesIn } from "./file-pattern.js";

// Oracle: Python's str.format with the same patterns and values.
it.each([
  ["epoch-{epoch:02d}-{val_loss:.4f}", { epoch: 3, val_loss: 0.123456 }, "epoch-03-0.1235"],
  ["{epoch}/{batch:4d}", { epoch: 12, batch: 7 }, "12/   7"],
  ["{epoch:02d}", { epoch: 123 }, "123"],
  ["{loss:08.3f}", { loss: 2.5 }, "0002.500"],
  ["{loss:.0f}", { loss: 12.4 }, "12"],
  ["best", {}, "best"],
])("%s is filled in as Python does", (pattern, values, name) => {
  expect(filePattern.accepts(pattern)).toBe(true);
  expect(fillPattern(pattern, values)).toBe(name);
});

it("knows which values a pattern needs", () => {
  expect(namesIn("a/{epoch:02d}-{val_loss:.4f}")).toEqual(["epoch", "val_loss"]);
});

it.each([
  "{epoch:02",
  "{loss:03d}",
  "{epoch:02x}",
  "a}b",
  "../{epoch}",
  "/tmp/{epoch}",
  "",
  "a//b",
  "c:\\b",
  3,
])("%s is no pattern", (pattern) => {
  expect(filePattern.accepts(pattern)).toBe(false);
});

it.each(["../a.csv", "/a.csv", "a\\b.csv", "C:a.csv", ""])("%s is not inside the folder", (path) => {
  expect(filePath.accepts(path)).toBe(false);
});
