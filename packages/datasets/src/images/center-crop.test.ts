import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import golden from "../../test/golden/center-crop.json" with { type: "json" };
import { fromHex, picture } from "../../test/golden-picture.js";
import { centerCrop, decodeCenterCrop } from "./center-crop.js";
import type { Interpolation } from "./resize-weights.js";

it.each(golden.cases.map((each) => [each.from.join("×"), each.size, each.interpolation, each] as const))(
  "makes of %s a square of %i, %s, as torchvision with Pillow, to the bit",
  (_, __, ___, { from, size, shorterSide, interpolation, sha256, firstRow }) => {
    const [height, width] = from as [number, number];
    const options = { size, shorterSide, interpolation: interpolation as Interpolation };
    const square = centerCrop({ height, width, pixels: picture(height, width) }, options);
    expect(square.subarray(0, 3 * size)).toEqual(fromHex(firstRow));
    expect(createHash("sha256").update(square).digest("hex")).toBe(sha256);
  },
);

it("needs no more memory for a picture of one column", () => {
  const line = { height: 50_000, width: 1, pixels: new Uint8Array(150_000).fill(9) };
  const square = centerCrop(line, { size: 224, shorterSide: 256, interpolation: "bicubic" });
  expect(square.every((level) => level === 9)).toBe(true);
});

it("names wrong options, all at once, and files that do not decode", async () => {
  const wrong = { size: 32, shorterSide: 28, interpolation: "cubic" as "bicubic" };
  await expect(decodeCenterCrop(new Uint8Array(), wrong)).rejects.toThrow(
    /interpolation.*expected shorterSide to be at least size, 32, received 28/,
  );
  await expect(decodeCenterCrop("missing.png", { size: 8, shorterSide: 8 })).rejects.toThrow(
    "Cannot decode the image missing.png: there is no such file",
  );
});
