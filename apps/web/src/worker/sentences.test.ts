import { DatasetFilesMissingError } from "@imgcls/datasets";
import { describe, expect, it } from "vitest";
import { LabError, sentenceOf } from "./sentences.js";

describe("what people read when something failed", () => {
  it.each([
    [new LabError("Choose data first."), "Choose data first."],
    [new Error("[imgcls/onnx] layer x: no kernel, use another"), "Layer x: no kernel, use another."],
    [new Error("[imgcls/training] weights.bin: damaged."), "weights.bin: damaged."],
    [new Error("[imgcls/datasets] train-images (given): truncated."), "train-images (given): truncated."],
    ["something odd", "Something odd."],
  ])("%s", (error, sentence) => expect(sentenceOf(error)).toBe(sentence));

  it("is one sentence for memory, whoever ran out of it", () => {
    const sentence = /^The browser refused more memory\. .*try again\.$/;
    expect(sentenceOf(new RangeError("Array buffer allocation failed"))).toMatch(sentence);
    expect(sentenceOf(new Error("WebAssembly.Memory(): could not allocate memory"))).toMatch(sentence);
    expect(sentenceOf(new Error("std::bad_alloc"))).toMatch(sentence);
  });

  it("names the files that are missing, without addresses", () => {
    const remote = { name: "t10k-labels.gz", bytes: 1, sha256: "", urls: ["https://example.invalid/x"] };
    const error = new DatasetFilesMissingError(
      "mnist",
      "here",
      [{ name: "t10k-labels", remote }],
      "some are missing",
    );
    expect(sentenceOf(error)).toBe(
      "Some of the four files are missing: t10k-labels. Choose all four together.",
    );
  });

  it("tells a part of the page that does not load from other failures", () => {
    expect(sentenceOf(new TypeError("Failed to fetch dynamically imported module: x.js"))).toMatch(
      /^A part of this page/,
    );
    expect(sentenceOf(new Error("[imgcls/datasets] a.gz: damaged (Failed to fetch)."))).toMatch(
      /^a\.gz: damaged/,
    );
  });
});
