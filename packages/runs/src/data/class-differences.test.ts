import { expect, it } from "vitest";
import { classDifferences } from "./class-differences.js";

it("names what is missing, what is new, and another order", () => {
  expect(classDifferences(["a", "b"], ["a", "b"])).toEqual([]);
  expect(classDifferences(["cat", "dog"], ["cat", "hound"])).toEqual([
    'the class "dog" of the model is missing',
    'the class "hound" is new',
  ]);
  expect(classDifferences(["a", "b", "c"], ["c"])).toEqual(['the classes "a", "b" of the model are missing']);
  expect(classDifferences(["a", "b"], ["b", "a"])).toEqual([
    'the classes are in another order from the class "a" on',
  ]);
});
