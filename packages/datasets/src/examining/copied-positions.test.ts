import { expect, it } from "vitest";
import { loadDataset } from "../load-dataset.js";
import { select } from "../sets/select.js";
import { copiedPositions } from "./copied-positions.js";

const { train, test } = await loadDataset("synthetic-shapes", { trainSize: 20, testSize: 3 });

it("finds images that are among others, pixel for pixel", () => {
  expect(copiedPositions(test, [train])).toEqual([]);
  const leaking = select(train, [7, 3, 7]);
  expect(copiedPositions(leaking, [select(train, [0, 1]), select(train, [2, 3, 4])])).toEqual([1]);
  expect(copiedPositions(leaking, [train])).toEqual([0, 1, 2]);
  leaking.images[0]! ^= 1;
  expect(copiedPositions(leaking, [train])).toEqual([1, 2]);
});
