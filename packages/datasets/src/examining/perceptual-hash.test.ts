import { expect, it } from "vitest";
import golden from "../../test/golden/perceptual-hash.json" with { type: "json" };
import { picture } from "../../test/golden-picture.js";
import { emptyFingerprints, fingerprinter } from "./perceptual-hash.js";

it.each(golden.cases)("of $size, channel $channel, is that of Pillow and SciPy", (expected) => {
  const [height, width] = expected.size as [number, number];
  const grey = picture(height, width).filter((_, at) => at % 3 === expected.channel);
  const found = emptyFingerprints(2);
  fingerprinter([height, width], found)(grey, 1);
  expect([...found.hashes]).toEqual([0, 0, ...expected.hash]);
  expect([...found.mirrored]).toEqual([0, 0, ...expected.mirrored]);
});
