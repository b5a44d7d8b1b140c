import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { imageFolder } from "../src/sources/image-folder.js";
import { imageZip } from "../src/sources/image-zip.js";
import { temporaryFolder } from "./helpers.js";
import { testImageSet } from "./image-set-contract.js";
import { classTree, pickedFiles } from "./image-trees.js";
import { zipOf } from "./zip-archives.js";

const tree = classTree(["a", "b", "c"], 3);
const options = { shape: [2, 3, 3], testFraction: 0 } as const;

async function folder(): Promise<string> {
  const root = await temporaryFolder();
  for (const [path, bytes] of Object.entries(tree)) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await writeFile(join(root, path), bytes);
  }
  return root;
}

testImageSet("folder", async () => (await imageFolder(await folder(), options)).train);
testImageSet("folder without memory", async () => {
  return (await imageFolder(await folder(), { ...options, memoryCache: 0 })).train;
});
testImageSet("folder with a decoded cache", async () => {
  const decodedCache = await temporaryFolder();
  return (await imageFolder(await folder(), { ...options, memoryCache: 0, decodedCache })).train;
});
testImageSet("files that were picked", async () => (await imageFolder(pickedFiles(tree), options)).train);
testImageSet("zip archive", async () => (await imageZip(zipOf(tree), options)).train);
testImageSet("zip archive by its path", async () => {
  const file = join(await temporaryFolder(), "images.zip");
  await writeFile(file, zipOf(tree));
  return (await imageZip(file, options)).train;
});
