import { describe, expect, it } from "vitest";
import { rejection, temporaryFolder } from "../test/helpers.js";
import { UnknownDatasetError } from "./errors.js";
import { datasetInfo, listDatasets, loadDataset } from "./load-dataset.js";

describe("the table of data sets", () => {
  it("lists what can be loaded, each with the right sizes", () => {
    expect(
      listDatasets().map(({ id, shape, classes, trainSize, testSize }) => [
        id,
        shape.join("×"),
        classes,
        trainSize,
        testSize,
      ]),
    ).toEqual([
      ["mnist", "28×28×1", 10, 60_000, 10_000],
      ["fashion-mnist", "28×28×1", 10, 60_000, 10_000],
      ["cifar10", "32×32×3", 10, 50_000, 10_000],
      ["cifar100", "32×32×3", 100, 50_000, 10_000],
      ["synthetic-digits", "28×28×1", 10, 6_000, 1_000],
      ["synthetic-shapes", "32×32×3", 10, 6_000, 1_000],
    ]);
  });

  it("has an id, names, digests and addresses that make sense", () => {
    for (const info of listDatasets()) {
      expect(datasetInfo(info.id)).toBe(info);
      expect(info.classNames).toHaveLength(info.classes);
      expect(new Set(info.classNames).size).toBe(info.classes);
      for (const file of info.files) {
        expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
        expect(file.bytes).toBeGreaterThan(4000);
        expect(file.urls.length).toBeGreaterThan(0);
        for (const url of file.urls) expect(new URL(url).pathname.endsWith(`/${file.name}`)).toBe(true);
      }
    }
  });
});

describe("loadDataset", () => {
  it.each([
    ["mnits", "mnist"],
    ["MNIST", "mnist"],
    ["fashion_mnist", "fashion-mnist"],
    ["cifar-10", "cifar10"],
    ["synthetic", "synthetic-digits"],
    ["zzzzzz", undefined],
    ["constructor", undefined],
  ])("does not know %s and suggests %s", async (id, suggestion) => {
    const error = (await rejection(loadDataset(id))) as UnknownDatasetError;
    expect(error).toBeInstanceOf(UnknownDatasetError);
    expect([error.id, error.suggestion]).toEqual([id, suggestion]);
    expect(error.known).toContain("cifar100");
    expect(error.message).toContain("Known data sets: mnist, fashion-mnist,");
  });

  it("loads by id", async () => {
    const { train } = await loadDataset("synthetic-digits", { trainSize: 20, testSize: 10, seed: 3 });
    expect(train.length).toBe(20);
  });

  it("refuses options that the data set does not have, all at once", async () => {
    const error = await rejection(loadDataset("mnist", { trainSize: 10, labels: "coarse" }));
    expect(error.message).toMatch(
      /no option trainSize; loadDataset\("mnist"\): this data set has no option labels/,
    );
    const digits = await rejection(
      loadDataset("synthetic-digits", { trainSize: 0, testSize: 1.5, seed: Number.NaN }),
    );
    expect(digits.message).toMatch(/trainSize .* received 0; .*testSize .* 1\.5; .*seed .* NaN/);
    const labels = await rejection(loadDataset("cifar100", { labels: "medium" as "fine" }));
    expect(labels.message).toMatch(/"fine" or "coarse" or "both", received "medium"/);
  });

  it("ignores the seed where nothing is random, and stops when it is aborted already", async () => {
    const options = { seed: 5, offline: true, cacheDir: await temporaryFolder() };
    expect((await rejection(loadDataset("mnist", options))).name).toBe("DatasetFilesMissingError");
    const reason = new Error("stop");
    expect(await rejection(loadDataset("mnist", { signal: AbortSignal.abort(reason) }))).toBe(reason);
  });
});
