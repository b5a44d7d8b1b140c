import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AugmentationError } from "../errors.js";
import { formatAugmentations, parseAugmentations } from "./augmentation-text.js";

const problemsOf = (text: string): readonly string[] => {
  try {
    parseAugmentations(text);
  } catch (error) {
    if (error instanceof AugmentationError) return error.problems;
    throw error;
  }
  return [];
};

describe("parseAugmentations", () => {
  it("reads what stands in a torchvision program", () => {
    const text = `transforms.RandomCrop(32, padding=4, padding_mode='reflect'), RandomHorizontalFlip,
      RandomAffine(degrees=(-10, 10), translate=[.1, 0.2], scale=None, interpolation=InterpolationMode.BILINEAR,),
      AutoAugment(AutoAugmentPolicy.CIFAR10)`;
    expect(parseAugmentations(text)).toEqual([
      {
        type: "RandomCrop",
        size: [32, 32],
        padding: [4, 4, 4, 4],
        padIfNeeded: false,
        fill: [0],
        paddingMode: "reflect",
      },
      { type: "RandomHorizontalFlip", p: 0.5 },
      {
        type: "RandomAffine",
        degrees: [-10, 10],
        translate: [0.1, 0.2],
        scale: null,
        shear: null,
        interpolation: "bilinear",
        fill: [0],
        center: null,
      },
      { type: "AutoAugment", policy: "cifar10", interpolation: "nearest", fill: [0] },
    ]);
  });

  it("reads JSON, one or a list", () => {
    const [one] = parseAugmentations('{ "type": "Cutout", "length": 8 }');
    expect(one).toEqual({ type: "Cutout", length: 8, holes: 1, fill: [0] });
    expect(parseAugmentations(`[${JSON.stringify(one)}]`)).toEqual([one]);
    expect(parseAugmentations("")).toEqual([]);
  });

  it("reports everything that is wrong, with the nearest names", () => {
    expect(
      problemsOf(
        "RandomCorp(padding=4), Cutout, RandomHorizontalFlip(2), GaussianBlur(3, 1, 2), RandomCrop(paddding=1, fill=-1)",
      ),
    ).toEqual([
      "GaussianBlur: expected at most 2 arguments, received 3",
      expect.stringContaining('unknown augmentation "RandomCorp", did you mean RandomCrop?'),
      "Cutout: length is missing: expected a whole number from 1",
      "RandomHorizontalFlip: expected p to be a probability from 0 to 1, received 2",
      expect.stringContaining('RandomCrop: unknown parameter "paddding", did you mean padding?'),
      "RandomCrop: expected fill to be a grey level from 0 to 255, or one for each channel, received -1",
    ]);
    expect(problemsOf("RandomCrop(32, size=28)")).toEqual(["RandomCrop: size is given twice"]);
  });

  it.each([
    ["RandomCrop(", "expected a value, received the end of the text"],
    ["RandomCrop(padding=)", 'expected a value, received ")" at position 19'],
    ["RandomCrop RandomHorizontalFlip", 'expected ",", received "RandomHorizontalFlip" at position 11'],
    ["3", 'expected an augmentation such as "RandomCrop(padding=4)", received "3" at position 0'],
    ["RandomCrop(#)", 'expected a name, a number or a string, received "#)" at position 11'],
    ["RandomCrop(size=(3]", 'expected ",", received "]" at position 18'],
  ])("says where %s goes wrong", (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it("takes any text without anything but AugmentationError", () => {
    const tokens = fc.constantFrom(
      "RandomCrop",
      "(",
      ")",
      ",",
      "=",
      "[",
      "]",
      "4",
      "-1e3",
      "'a'",
      '"',
      "None",
      "p",
      "{",
      " ",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(tokens).map((parts) => parts.join("")),
        ),
        (text) => {
          problemsOf(text);
        },
      ),
    );
  });
});

it("formats what it reads, without the defaults", () => {
  const text =
    'RandomCrop(padding=2, padding_mode="reflect"), RandomRotation(degrees=15), ColorJitter(hue=[0,0.2]), RandomHorizontalFlip, Cutout(length=8)';
  expect(formatAugmentations(parseAugmentations(text))).toBe(text);
});
