import { encode } from "fast-png";
import { expect, it, onTestFinished } from "vitest";
import { allBatches } from "../test/image-set-contract.js";
import { rejection } from "../test/portable.js";
import { batches } from "./batches.js";
import { UnreadableImagesError } from "./errors.js";
import { isOfFiles } from "./image-set.js";
import { imageFolder } from "./sources/image-folder.js";

/** A file as a page gets it from a folder that people choose. */
function picked(path: string, bytes: Uint8Array): File {
  const file = new File([bytes as BlobPart], path.split("/").at(-1)!);
  Object.defineProperty(file, "webkitRelativePath", { value: path });
  return file;
}

const picture = (seed: number) =>
  encode({
    width: 5,
    height: 4,
    channels: 3,
    data: Uint8Array.from({ length: 60 }, (_, i) => (seed * 37 + i * 11) % 256),
  });

const pictures = Array.from({ length: 12 }, (_, i) =>
  picked(`pictures/${i % 2 ? "odd" : "even"}/${i}.png`, picture(i)),
);
const OPTIONS = { shape: [8, 8, 3], testFraction: 0, memoryCache: 0 } as const;

it("decodes files in workers: the same batches as without", async () => {
  const { train } = await imageFolder(pictures, OPTIONS);
  expect(isOfFiles(train)).toBe(true);
  const augment = [{ type: "RandomHorizontalFlip" }] as const;
  for (const options of [{}, { augment }]) {
    const here = await allBatches(batches(train, { ...options, batchSize: 5, workers: 0 }));
    for (const workers of [undefined, 2]) {
      const source = batches(train, { ...options, batchSize: 5, workers });
      onTestFinished(() => source.dispose());
      expect(await allBatches(source)).toEqual(here);
    }
  }
});

it("names an image that does not decode in a worker", async () => {
  const damaged = picked("pictures/odd/damaged.png", picture(1).subarray(0, 60));
  const { train } = await imageFolder([...pictures, damaged], OPTIONS);
  const source = batches(train, { workers: 1 });
  onTestFinished(() => source.dispose());
  const error = await rejection(allBatches(source));
  expect(error).toBeInstanceOf(UnreadableImagesError);
  expect(error.message).toContain("damaged.png");
});
