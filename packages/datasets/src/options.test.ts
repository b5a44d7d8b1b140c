import { describe, expect, it } from "vitest";
import { rejection } from "../test/helpers.js";
import { countingImages, lazily } from "../test/portable.js";
import {
  batches,
  classHistogram,
  createLabeledImages,
  createLazyImages,
  createMixer,
  DatasetFormatError,
  DatasetOptionsError,
  datasetPage,
  decodeImage,
  imageFolder,
  imageGrid,
  imageGridPage,
  imageGridPng,
  imageZip,
  kFold,
  loadDataset,
  meanAndStd,
  previewAugmentations,
  randomCrop,
  split,
  take,
  toMemory,
  toTensors,
  toTfDataset,
} from "./index.js";

const data = countingImages(6);
const tf = {} as never;
const as = (options: object): never => options as never;

/** Each function with one option that is spelled wrong and one with a wrong value. */
const calls: readonly (readonly [name: string, call: () => unknown, suggestion: string, wrong: RegExp])[] = [
  ["batches", () => batches(data, as({ batch_size: 2, shuffle: 1 })), "batchSize", /shuffle .* received 1/],
  ["imageFolder", () => imageFolder("x", as({ class_names: [], svg: 1 })), "classNames", /svg .* received 1/],
  ["imageZip", () => imageZip("x", as({ limit: {}, fit: "fit" })), "limits", /fit .* received "fit"/],
  [
    "imageZip",
    () => imageZip("x", { limits: as({ ratio: 1, maxEntry: 1, maxRatio: 0 }) }),
    "maxEntries",
    /maxRatio/,
  ],
  [
    "loadDataset",
    () => loadDataset("mnist", as({ datadir: "x", offline: 1 })),
    "dataDir",
    /offline .* received 1/,
  ],
  ["imageFolder", () => loadDataset("folder:x", { images: as({ fits: "fill" }) }), "fit", /imageFolder/],
  [
    "decodeImage",
    () => decodeImage("x", as({ max_pixels: 1, invert: 0 })),
    "maxPixels",
    /invert.*shape .* nothing/,
  ],
  [
    "split",
    () => split(data, as({ count: 1, stratify: true, seed: "a" })),
    "stratified",
    /seed .* received "a"/,
  ],
  ["take", () => take(data, 1, as({ stratify: true, seed: "a" })), "stratified", /seed .* received "a"/],
  ["kFold", () => kFold(data, as({ fold: 3, seed: "a" })), "folds", /seed .* received "a"/],
  [
    "toMemory",
    () => toMemory(lazily(data), as({ onprogress: 1, signal: 1 })),
    "onProgress",
    /signal .* received 1/,
  ],
  ["meanAndStd", () => meanAndStd(data, as({ scales: 1, scale: "1" })), "scale", /scale .* received "1"/],
  ["toTensors", () => toTensors(data, tf, as({ label: "int32", scale: NaN })), "labels", /scale .* NaN/],
  [
    "toTfDataset",
    () => toTfDataset(batches(data), tf, as({ first: 1, scale: NaN })),
    "firstEpoch",
    /scale .* NaN/,
  ],
  ["imageGrid", () => imageGrid(data, as({ column: 1, indices: 1 })), "columns", /indices .* received 1/],
  ["imageGrid", () => imageGridPng(data, as({ caption_: 1, title: 1 })), "caption", /title .* received 1/],
  [
    "imageGrid",
    () => imageGridPage(data, as({ cell_width: 1, columns: 0 })),
    "cellWidth",
    /columns .* received 0/,
  ],
  [
    "previewAugmentations",
    () => previewAugmentations(data, [], as({ sample: 1, seed: "a" })),
    "samples",
    /seed/,
  ],
  [
    "classHistogram",
    () => classHistogram(data, as({ barwidth: 1, title: 1 })),
    "barWidth",
    /title .* received 1/,
  ],
  ["datasetPage", () => datasetPage(data, as({ sample: data, titel: "x" })), "title", /expected a title/],
  [
    "MixUp",
    () => createMixer([as({ type: "MixUp", alfa: 1, alpha: 0 })], { shape: [2, 3, 1], classes: 3 }),
    "alpha",
    /alpha .* received 0/,
  ],
  [
    "RandomCrop",
    () => batches(data, { augment: [randomCrop(2, as({ pading: 1, fill: -1 }))] }),
    "padding",
    /fill .* received -1/,
  ],
];

describe("an option that a function does not have", () => {
  it.each(calls)("is named by %s, beside wrong values (%#)", async (name, call, suggestion, wrong) => {
    const { message } = await rejection((async () => call())());
    expect(message).toContain(name);
    expect(message).toMatch(new RegExp(`[Dd]id you mean "?${suggestion}"?\\?`));
    expect(message).toMatch(wrong);
  });

  it("comes with all problems, one by one", () => {
    expect(() => batches(data, as({ batch_size: 2, seed: "a" }))).toThrow(
      new DatasetOptionsError([
        'batches has no option "batch_size". Did you mean "batchSize"? Its options are batchSize, shuffle, classBalanced, seed, dropLast, augment, mix, workers, prefetch, signal',
        'expected batches.seed to be a finite number, received "a"',
      ]),
    );
    expect(() => batches(data, as([]))).not.toThrow();
    expect(() => batches(data, null as never)).toThrow(
      "expected the options of batches to be an object, received null",
    );
  });
});

it("batches says what it was given in the place of images", () => {
  expect(() => batches(as({ id: "mnist", train: data, test: data }))).toThrow(
    "batches: expected images with labels, such as the train of a data set, received an object with id, train, test",
  );
  expect(() => batches(undefined as never)).toThrow("received an object with nothing");
});

it("a data set of your own names each field that is missing or of another type", () => {
  expect(() =>
    createLabeledImages(as({ images: [0], labels: new Int32Array(1), classnames: ["a"] })),
  ).toThrow(
    new DatasetFormatError("Labeled images", [
      "expected data.shape to be a list, received nothing",
      "expected data.classNames to be a list of texts, received nothing",
      "expected data.images to be a Uint8Array, received [0]",
    ]),
  );
  expect(() => createLazyImages(as({ ...data, read: undefined }))).toThrow(
    "data.read to be a function, received nothing",
  );
});
