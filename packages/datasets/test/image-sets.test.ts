import { loadDataset } from "../src/load-dataset.js";
import { take } from "../src/sets/select.js";
import { realMnist } from "./helpers.js";
import { testImageSet } from "./image-set-contract.js";
import { testPortableImageSets } from "./portable-image-sets.js";

testPortableImageSets();

const mnist = realMnist();
if (mnist !== undefined) {
  const { test } = await loadDataset("mnist", { dataDir: mnist, split: "test" });
  testImageSet("MNIST", () => take(test, 100));
}
