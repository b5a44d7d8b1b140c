import { expect, it } from "vitest";
import { UsageError } from "../errors.js";
import { parseTrainOptions } from "./train.js";

it.each([
  [{ arch: "mlp", base: "resnet20" }, "--arch trains all of a network from the start"],
  [{ arch: "mlp", fineTune: true }, "--fine-tune is for --base"],
  [{ weights: "a.pth", within: "60s" }, "--weights is for --base"],
  [{ arch: "mlp", within: "60s" }, "--within is for --base"],
  [
    { base: "resnet20", within: "soon" },
    '--within: expected a time such as 60s, 5m or 1h, up to a week, received "soon"',
  ],
  [{ base: "resnet20", within: "60s", epochs: "2" }, "--within chooses the epochs"],
  [{ base: "resnet21" }, 'Did you mean "resnet20"?'],
])("refuses what contradicts itself in %j", (typed, message) => {
  const parse = () => parseTrainOptions({ dataset: "mnist", ...typed });
  expect(parse).toThrow(UsageError);
  expect(parse).toThrow(message);
});

it.each([
  ["90", 90],
  ["60s", 60],
  ["1.5m", 90],
  ["2h", 7200],
])("reads a time: %s", (within, seconds) => {
  expect(parseTrainOptions({ dataset: "mnist", base: "resnet20", within }).within).toBe(seconds);
});
