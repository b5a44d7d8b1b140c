/** What the report of a run says besides its predictions: facts about the run, its images, how they look. */
import {
  classCounts,
  copiedPositions,
  type ImageSet,
  isInMemory,
  type PictureLooks,
  pictureLooks,
} from "@imgcls/datasets";
import type { DataCard, Fact, ImageProperty } from "@imgcls/evaluation";
import type { HistoryRow, ModelCard } from "@imgcls/training";
import type { Parts } from "../data/parts.js";
import type { Classifier } from "./classifier.js";
import { timeInWords } from "./time-in-words.js";

export function factsAbout({ card, parameters }: Classifier, history: readonly HistoryRow[]): Fact[] {
  return [
    { label: "Parameters", value: parameters },
    { label: "Training images", value: card.dataset.sizes.train ?? "unknown" },
    ...(card.head ? [{ label: "Head", value: headInWords(card.head) }] : []),
    ...(history.length > 0 ? stepFacts(card, history) : []),
    { label: "Seed", value: String(card.seed) },
    ...(card.calibration
      ? [{ label: "Temperature", value: card.calibration.temperature.toPrecision(3) }]
      : []),
    ...(card.unknown
      ? [
          {
            label: "Unknown",
            value: `${card.unknown.score} above ${card.unknown.threshold.toPrecision(4)}, ${(100 * card.unknown.knownRefused).toFixed(1)} % of validated images`,
          },
        ]
      : []),
    { label: "Engine", value: `${card.engine.name} ${card.engine.version} (${card.engine.device})` },
  ];
}

const headInWords = ({ type, strength, images }: NonNullable<ModelCard["head"]>): string =>
  `${type} on the features of ${images.toLocaleString("en")} images, strength ${strength.toPrecision(3)}`;

const stepFacts = (
  { recipe: { optimizer, batchSize } }: ModelCard,
  history: readonly HistoryRow[],
): Fact[] => [
  { label: "Epochs", value: history.length },
  { label: "Training time", value: timeInWords(history.reduce((sum, row) => sum + row.seconds, 0)) },
  { label: "Optimizer", value: `${optimizer.type}, learning rate ${optimizer.learningRate}` },
  { label: "Batch size", value: batchSize },
];

/** Copies are looked for where no file has to be decoded for it. */
export function dataCardOf({ train, validation, validatedOn, test }: Parts): DataCard {
  const others = [train, ...(validatedOn === "validation" ? [validation!] : [])];
  const inMemory = others.filter(isInMemory);
  const isComparable = isInMemory(test) && inMemory.length === others.length;
  return {
    shape: test.shape,
    parts: [
      { name: "training", counts: classCounts(train) },
      ...(validatedOn === "validation" ? [{ name: "validation", counts: classCounts(validation!) }] : []),
      { name: "test", counts: classCounts(test) },
    ],
    ...(isComparable && { copiedTestImages: copiedPositions(test, inMemory).length }),
  };
}

const PROPERTIES: Readonly<Record<keyof PictureLooks, Pick<ImageProperty, "name" | "ends">>> = {
  brightness: { name: "Brightness", ends: ["darkest", "brightest"] },
  contrast: { name: "Contrast", ends: ["faintest", "richest in contrast"] },
  sharpness: { name: "Sharpness", ends: ["most blurred", "sharpest"] },
  colourfulness: { name: "Colourfulness", ends: ["greyest", "most colourful"] },
};

/** A second of it is about 40 million pixels: of many photographs a part is enough. */
const MOST_PIXELS = 1.5e8;

/**
 * How images look, measured as they pass by: those of a folder are decoded once. Of more than 3,000 photographs of 224×224 only each
 * so many-th is measured.
 */
export function watchedLooks({ shape, length }: ImageSet): {
  /** @param pixels of the next `count` images */
  add(pixels: Uint8Array, count: number): void;
  readonly properties: readonly ImageProperty[];
} {
  const look = pictureLooks(shape);
  const size = shape[0] * shape[1] * shape[2];
  const properties = Object.values(PROPERTIES).map((property) => ({
    ...property,
    values: new Float64Array(length).fill(Number.NaN),
  }));
  const step = Math.ceil((length * shape[0] * shape[1]) / MOST_PIXELS);
  let seen = 0;
  return {
    properties,
    add(pixels, count) {
      for (let i = 0; i < count; i++, seen++) {
        if (seen % step > 0) continue;
        const looks = look(pixels.subarray(i * size, (i + 1) * size));
        Object.keys(PROPERTIES).forEach((name, p) => {
          properties[p]!.values[seen] = looks[name as keyof PictureLooks];
        });
      }
    },
  };
}
