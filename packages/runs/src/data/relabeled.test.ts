import { loadDataset } from "@imgcls/datasets";
import { expect, it } from "vitest";
import { parseRelabelFile } from "./relabel-file.js";
import { fingerprintOfNames, relabeled } from "./relabeled.js";
import { usedImages } from "./used-images.js";

const data = await loadDataset("synthetic-shapes", { trainSize: 10, testSize: 5 });
const [first, second] = data.classNames as [string, string];

it("changes labels of training images, and nothing else", async () => {
  const { train, test } = await relabeled(data, { labels: { "train/2": second, "train/7": first } });
  const expected = [...data.train.labels];
  [expected[2], expected[7]] = [1, 0];
  expect([...train.labels]).toEqual(expected);
  expect(train).toMatchObject({ images: data.train.images, classNames: data.classNames });
  expect(test).toBe(data.test);
});

it("refuses test images, other images, other classes and other data, all at once", async () => {
  const labels = { "test/1": first, "train/99": first, "train/0": "hexagon" };
  await expect(relabeled(data, { labels, fingerprint: "f00d" })).rejects.toThrow(
    /fingerprint: .*mark them again.*expected classes of synthetic-shapes .*received hexagon.*"test\/1" of the test images.*"train\/99"/,
  );
});

it("knows the images that were marked by names and classes, whatever their order", async () => {
  const fingerprint = await fingerprintOfNames(data);
  await expect(relabeled(data, { labels: {}, fingerprint })).resolves.toMatchObject({ id: data.id });
  const other = await relabeled(data, { labels: { "train/0": data.train.labels[0] === 0 ? second : first } });
  expect(await fingerprintOfNames(other)).not.toBe(fingerprint);
});

it("takes labels by the positions of all images, before any are left out", async () => {
  const name = data.classNames.find((_, label) => label !== data.train.labels[5])!;
  const used = await usedImages(data, { exclude: ["train/0"], relabel: { labels: { "train/5": name } } });
  expect(used.train.length).toBe(9);
  expect(used.train.labels[4]).toBe(data.classNames.indexOf(name));
});

it("reads the file that the doctor's page saves", () => {
  const file = { schemaVersion: 1, dataset: "d", fingerprint: "f", labels: { a: "b" }, exclude: ["c"] };
  expect(parseRelabelFile(JSON.stringify(file), "relabel.json")).toEqual({
    relabel: { labels: { a: "b" }, fingerprint: "f" },
    exclude: ["c"],
  });
  expect(() => parseRelabelFile("{", "relabel.json")).toThrow(/relabel\.json: expected JSON/);
  const wrong = { schemaVersion: 2, fingerprint: 1, labels: { a: 1 }, exclude: "c" };
  expect(() => parseRelabelFile(JSON.stringify(wrong), "relabel.json")).toThrow(
    /schemaVersion to be 1, received 2.*fingerprint.*labels.*exclude/,
  );
});
