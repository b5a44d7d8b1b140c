import { describe, expect, it } from "vitest";
import golden from "../test/golden/label-errors.json" with { type: "json" };
import { likelyLabelErrors } from "./likely-label-errors.js";

/** How many of the found are planted, and how many of the planted are found. */
function scores(found: readonly number[], planted: readonly number[]) {
  const right = found.filter((index) => planted.includes(index)).length;
  return { precision: right / found.length, recall: right / planted.length };
}

describe.each(golden.cases)("cleanlab: $name", ({ tenThousandths, labels, planted, confident, ...other }) => {
  const probabilities = Float64Array.from(tenThousandths, (value) => value / 10_000);
  const found = likelyLabelErrors({ probabilities, labels });
  const indices = found.map(({ index }) => index);

  it("finds the same images by confident learning, in the same order", () => {
    expect(indices).toEqual(confident);
  });

  it("finds planted errors as well as its default", () => {
    const [own, its] = [scores(indices, planted), scores(other.default, planted)];
    console.log(own, its);
  });
});
