import { describe } from "vitest";
import { testPresetAgainstPytorch } from "../presets.js";

describe("golden values of PyTorch", () => {
  testPresetAgainstPytorch("mnist-cnn");
  testPresetAgainstPytorch("cifar10-cnn");
  testPresetAgainstPytorch("cifar100-cnn");
  testPresetAgainstPytorch("cifar10-tutorial");
});
