import { concat } from "../src/sets/concat.js";
import { select } from "../src/sets/select.js";
import { syntheticDigits } from "../src/sources/synthetic-digits.js";
import { testImageSet } from "./image-set-contract.js";
import { countingImages, lazily } from "./portable.js";

/** The contract, for every data set that needs no files. */
export function testPortableImageSets(): void {
  const counting = countingImages(8);
  testImageSet("in memory", () => counting);
  testImageSet("lazy", () => lazily(counting));
  testImageSet("selected in memory", () => select(counting, [7, 2, 2, 5, 0]));
  testImageSet("selected of lazy", () => select(lazily(counting), [7, 2, 2, 5, 0]));
  testImageSet("joined in memory", () => concat(counting, select(counting, [1])));
  testImageSet("joined of lazy and memory", () =>
    concat(lazily(counting), counting, select(lazily(counting), [3, 4])),
  );
  testImageSet("synthetic digits", async () => {
    const { train } = await syntheticDigits.load({ trainSize: 20, testSize: 1, split: "train" });
    return train;
  });
}
