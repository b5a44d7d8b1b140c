import { expect, it } from "vitest";
import facts from "../../test/golden/weights-facts.json" with { type: "json" };
import { UnknownPresetError, UnknownWeightsError } from "../errors.js";
import { getPreset } from "../get-preset.js";
import { listWeights } from "./list-weights.js";
import { weightsInfo } from "./table.js";

interface Facts {
  readonly repository?: string;
  readonly url: string;
  readonly licence?: string;
  readonly classes: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly size: number;
  readonly shorterSide: number;
  readonly interpolation: string;
  readonly top1: number;
}

it("lists the weights that the facts are of", () => expect(listWeights()).toEqual(Object.keys(facts)));

it.each(Object.entries<Facts>(facts))("%s is as timm and torchvision state it", (id, expected) => {
  const { files, preprocessing, licence, top1, ...info } = weightsInfo(id);
  const { classes, size, shorterSide, interpolation } = expected;
  expect(info).toMatchObject({ id, classes, size, shorterSide, interpolation });
  const { scale, mean, std } = preprocessing;
  expect({ scale, mean, std }).toEqual({ scale: 1 / 255, mean: expected.mean, std: expected.std });
  const isTorchvision = expected.repository === undefined;
  const urls = files.map(({ url }) => url);
  if (!isTorchvision)
    expect(urls.shift()).toContain(`/${expected.repository}/resolve/main/model.safetensors`);
  for (const url of urls) expect(url).toBe(expected.url);
  if (expected.licence !== undefined) expect(licence.toLowerCase()).toBe(expected.licence);
  expect(top1).toBeCloseTo(expected.top1 / 100, 8);
});

it.each(listWeights())("%s is for an architecture of its classes", (id) => {
  const { architecture, classes, files } = weightsInfo(id);
  expect(getPreset(architecture)).toMatchObject({ dataset: "imagenet", classes });
  for (const { format, url, sha256Prefix } of files) {
    expect(url).toMatch(format === "pth" ? /-[0-9a-f]{8,10}\.pth$/ : /\.safetensors$/);
    if (format === "pth") expect(url).toContain(`-${sha256Prefix}.pth`);
  }
});

it("lists the weights of one architecture", () => {
  expect(listWeights("efficientnet-lite0")).toEqual(["timm/tf_efficientnet_lite0.in1k"]);
  expect(listWeights("lenet5")).toEqual([]);
  expect(() => listWeights("efficientnet-lit0")).toThrow(UnknownPresetError);
});

it("suggests the nearest id", () => {
  expect(() => weightsInfo("timm/resnet18d.ra_in1k")).toThrow(UnknownWeightsError);
  expect(() => weightsInfo("timm/resnet18d.ra_in1k")).toThrow('Did you mean "timm/resnet18d.ra2_in1k"?');
});
