import { DatasetFilesMissingError, DatasetFormatError, UnreadableImagesError } from "@imgcls/datasets";
import { EngineUnavailableError } from "@imgcls/training";
import { describe, expect, it } from "vitest";
import { engineReason, LabError, sentenceOf } from "./sentences.js";

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

  it("is what a visitor can do, not what a program's author can", () => {
    const refused = new DatasetFormatError(
      "the archive given",
      ["cat/a.png claims 9000 bytes from 10, more than limits.maxRatio, 200"],
      { advice: "Pack the folder again, without what is named here, or raise the limits." },
    );
    expect(sentenceOf(refused)).toBe(
      "The archive given: cat/a.png claims 9000 bytes from 10, which is more than images ever do. Pack the folder again, without what is named here.",
    );
    const images = Array.from({ length: 7 }, (_, i) => ({ path: `cat/${i}.png`, reason: "it is truncated" }));
    expect(sentenceOf(new UnreadableImagesError("pets", images.slice(0, 1)))).toBe(
      "1 image cannot be read: cat/0.png (it is truncated).",
    );
    expect(sentenceOf(new UnreadableImagesError("pets", images))).toMatch(/^7 images .* and 2 more\.$/);
    const reason =
      'onnxruntime-web cannot be loaded (gone). Install it with "npm install onnxruntime-web@1.30.0", or use the "tfjs" engine';
    const unavailable = new EngineUnavailableError([{ engine: "onnx", reason }]);
    for (const text of [sentenceOf(refused), sentenceOf(unavailable), engineReason(reason)]) {
      expect(text).not.toMatch(/npm|limits|tfjs|onBadImage|\[imgcls/);
    }
    expect(sentenceOf(new DOMException("x", "NotReadableError"))).toMatch(/Choose it again\.$/);
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
