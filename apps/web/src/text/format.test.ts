import { describe, expect, it } from "vitest";
import { fileNameOf, formatCount, formatPercent, formatSeconds, formatShape } from "./format.js";

describe("numbers as text", () => {
  it.each([
    [4.23, "4.2\u00a0s"],
    [59.4, "59\u00a0s"],
    [59.6, "1:00"],
    [75, "1:15"],
    [3661, "1:01:01"],
  ])("%d seconds", (seconds, text) => expect(formatSeconds(seconds)).toBe(text));

  it("groups thousands, and keeps units with their number", () => {
    expect(formatCount(542_230)).toBe("542,230");
    expect(formatPercent(0.97349)).toBe("97.3\u00a0%");
    expect(formatShape([28, 28, 1])).toBe("28\u202f×\u202f28\u202f×\u202f1");
  });
});

describe("names of files", () => {
  it.each([
    ["mnist-cnn Synthetic digits", "mnist-cnn-synthetic-digits"],
    ["mlp own images (Ann/../Ünïcode 猫)", "mlp-own-images-ann-ünïcode-猫"],
    ["mlp own images (my images)", "mlp-own-images-my-images"],
  ])("%s", (title, name) => expect(fileNameOf(title)).toBe(name));
});
