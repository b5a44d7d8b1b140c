import { loadDataset } from "@imgcls/datasets";
import { expect, it } from "vitest";
import { withoutExcluded } from "./without-excluded.js";

const data = await loadDataset("synthetic-shapes", { trainSize: 10, testSize: 5 });

it("leaves training images out, and keeps the test images", () => {
  const used = withoutExcluded(data, ["train/2", "train/7"]);
  expect(used.train.length).toBe(8);
  expect(used.train.labels[2]).toBe(data.train.labels[3]);
  expect(used.test).toBe(data.test);
});

it("refuses test images, and what is not there, all at once", () => {
  expect(() => withoutExcluded(data, ["test/1", "train/99"])).toThrow(
    /"test\/1" of the test images.*"train\/99"/,
  );
});
