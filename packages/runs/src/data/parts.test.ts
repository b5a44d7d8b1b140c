import { classCounts, createLabeledImages, type Dataset, fingerprint } from "@imgcls/datasets";
import { describe, expect, it } from "vitest";
import { completeRecipe } from "../recipe/complete.js";
import type { RecipeDraft } from "../recipe/recipe.js";
import { factsOf } from "../training/train-run.js";
import { partsOf } from "./parts.js";

/** Every image another one; `counts` of each class. */
function images(counts: readonly number[], first = 0) {
  const labels = Int32Array.from(counts.flatMap((count, label) => Array(count).fill(label)));
  const bytes = Uint8Array.from({ length: labels.length * 4 }, (_, i) => (first + Math.floor(i / 4)) % 251);
  return createLabeledImages({ shape: [2, 2, 1], classNames: ["a", "b", "c"], images: bytes, labels });
}

const dataset = (train: readonly number[], validation?: readonly number[]): Dataset => ({
  id: "folder:x",
  shape: [2, 2, 1],
  classNames: ["a", "b", "c"],
  train: images(train),
  test: images([3, 3, 3], 200),
  ...(validation && { validation: images(validation, 100) }),
});

function parts(data: Dataset, changes: RecipeDraft["data"] = {}) {
  const draft: RecipeDraft = { data: { dataset: "folder:x", ...changes }, model: { architecture: "mlp" } };
  return partsOf(completeRecipe(draft, factsOf(data)), data);
}

describe("partsOf", () => {
  it("sets a stratified tenth of the training images apart", () => {
    const { train, validation, validatedOn, test } = parts(dataset([60, 30, 10]));
    expect(classCounts(validation!)).toEqual([6, 3, 1]);
    expect(classCounts(train)).toEqual([54, 27, 9]);
    expect({ validatedOn, test: test.length }).toEqual({ validatedOn: "validation", test: 9 });
  });

  it("is the same choice for every seed of the training, and takes a limit from what is left", async () => {
    const [first, second] = [0, 1].map((seed) => {
      const draft = {
        data: { dataset: "folder:x", limit: 30 },
        model: { architecture: "mlp" },
        seed,
      } as const;
      const data = dataset([60, 30, 10]);
      return partsOf(completeRecipe(draft, factsOf(data)), data);
    });
    expect(await fingerprint(first!.validation!)).toBe(await fingerprint(second!.validation!));
    expect(classCounts(first!.train)).toEqual([18, 9, 3]);
    expect(first!.available).toBe(90);
  });

  it("has the data set's own part, a number, nothing, or the test images, as is asked", () => {
    const data = dataset([60, 30, 10], [2, 2, 2]);
    expect(parts(data).validation!.length).toBe(6);
    expect(parts(data, { validation: 20 }).validation!.length).toBe(20);
    expect(parts(data, { validation: "none" })).toMatchObject({ validation: undefined, validatedOn: "none" });
    const tested = parts(data, { validation: "test" });
    expect(tested.validation).toBe(tested.test);
    expect(tested.validatedOn).toBe("test");
  });

  it.each([
    [[60, 30, 10], 2, /at least 3 validation images, one of each class, received 2/],
    [[60, 30, 10], 99, /leave fewer than one of each class of 100/],
    [[60, 30, 1], 0.1, /a class has only one training image/],
  ] as const)("refuses parts that cannot be made of %j with %s", (counts, validation, message) => {
    expect(() => parts(dataset(counts), { validation })).toThrow(message);
  });

  it("refuses the part that a data set does not have", () => {
    expect(() => parts(dataset([60, 30, 10]), { validation: "part" })).toThrow(
      /comes without validation images/,
    );
  });
});
