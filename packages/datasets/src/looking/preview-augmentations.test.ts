import { decode } from "fast-png";
import { describe, expect, it } from "vitest";
import { countingImages } from "../../test/helpers.js";
import { randomHorizontalFlip } from "../augment/flips.js";
import { randomCrop } from "../augment/random-crop.js";
import { batches } from "../batches.js";
import { AugmentationError } from "../errors.js";
import { previewAugmentations } from "./preview-augmentations.js";

const embedded = (svg: string) =>
  [...svg.matchAll(/href="data:image\/png;base64,([^"]+)"/g)].map(([, base64]) =>
    decode(Uint8Array.from(atob(base64!), (character) => character.charCodeAt(0))),
  );

describe("previewAugmentations", () => {
  const data = countingImages(6);
  const augment = [randomCrop(null, { padding: 1 }), randomHorizontalFlip()];

  it("shows each image as it is, then as the batches of the first epochs have it", async () => {
    const pictures = embedded(
      previewAugmentations(data, augment, { indices: [2, 4], samples: 3, seed: 5, cellWidth: 3 }),
    );
    const shown = pictures.map(({ data }) => Array.from(data));
    const pixels = data.shape[0] * data.shape[1];
    const expected: number[][] = [];
    for (const index of [2, 4]) {
      expected.push(Array.from(data.images.subarray(index * pixels, (index + 1) * pixels)));
      for (const epoch of [1, 2, 3]) {
        for await (const batch of batches(data, { batchSize: 6, seed: 5, augment, workers: 0 }).epoch(
          epoch,
        )) {
          const at = batch.indices.indexOf(index) * pixels;
          expected.push(Array.from(batch.images.subarray(at, at + pixels)));
        }
      }
    }
    expect(shown).toEqual(expected);
  });

  it("shows another size in the same width", () => {
    const svg = previewAugmentations(data, [randomCrop([1, 2])], { indices: [0], samples: 1, cellWidth: 60 });
    const heights = [...svg.matchAll(/<image width="60" height="(\d+)"/g)].map(([, height]) =>
      Number(height),
    );
    expect(heights).toEqual([Math.round((60 * data.shape[0]) / data.shape[1]), 30]);
  });

  it("says what is wrong", () => {
    expect(() => previewAugmentations(data, [randomCrop(99)])).toThrow(AugmentationError);
    expect(() => previewAugmentations(data, augment, { indices: [9], samples: 0 })).toThrow(
      /samples .* received 0; previewAugmentations: expected positions from 0 to 5, received 9/,
    );
  });
});
