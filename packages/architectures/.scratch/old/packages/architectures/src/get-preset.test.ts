import { expect, it } from "vitest";
import { UnknownPresetError } from "./errors.js";
import { getPreset } from "./get-preset.js";
import { presets } from "./presets/index.js";

it("finds a preset by name", () => expect(getPreset("mlp")).toBe(presets.mlp));

it.each([
  ["mnist_cnn", "mnist-cnn"],
  ["CIFAR10-CNN", "cifar10-cnn"],
  ["cifar10-tutorials", "cifar10-tutorial"],
  ["transformer-xl", undefined],
  ["toString", undefined],
])("suggests for %s: %s", (name, suggestion) => {
  try {
    getPreset(name);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(UnknownPresetError);
    expect(error).toMatchObject({ suggestion, known: Object.keys(presets) });
  }
});
