import { assert, asyncProperty, constantFrom, uint8Array } from "fast-check";
import { expect, it } from "vitest";
import golden from "../../test/golden/decode.json" with { type: "json" };
import { jpegClaiming, pngClaiming } from "../../test/hostile-images.js";
import { plainPng } from "../../test/image-trees.js";
import { rejection } from "../../test/portable.js";
import { ImageDecodeError } from "../errors.js";
import { decodeImage } from "./decode-image.js";

const options = { shape: [4, 4, 3] } as const;

it.each([
  ["60,000 × 60,000 pixels", pngClaiming(60_000, 60_000)],
  ["60,000 × 60,000 pixels in a JPEG", jpegClaiming(60_000, 60_000)],
  ["no pixels", pngClaiming(0, 4)],
  ["no columns in a JPEG", jpegClaiming(0, 48)],
  ["more rows than it has", pngClaiming(6, 4_000)],
  ["an end before its end", plainPng(3).slice(0, 45)],
  [
    "a drawing for content",
    new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
  ],
])("refuses an image with %s", async (_, file) => {
  expect(await rejection(decodeImage(file, options))).toBeInstanceOf(ImageDecodeError);
});

it("refuses more pixels than maxPixels", async () => {
  const error = await rejection(decodeImage(plainPng(3, 20, 20), { ...options, maxPixels: 399 }));
  expect(error.message).toMatch(/pixel/);
  await expect(decodeImage(plainPng(3, 20, 20), { ...options, maxPixels: 400 })).resolves.toHaveLength(48);
});

const fileOf = (wanted: string) => {
  const { file } = golden.same.find(({ name }) => name === wanted)!;
  return Uint8Array.from(atob(file), (character) => character.charCodeAt(0));
};

it.each([
  ["JPEG", fileOf("JPEG")],
  ["JPEG", fileOf("progressive JPEG")],
  ["PNG", fileOf("EXIF orientation 1")],
  ["GIF", fileOf("GIF of a part, colours")],
  ["WebP", fileOf("WebP")],
])("says of every %s that is cut off that it is, also of many at once", async (format, file) => {
  const errors = await Promise.all(
    Array.from({ length: 12 }, (_, i) => {
      // A GIF file may end anywhere in a byte that looks like its end.
      const part = file.slice(0, Math.floor(file.length * (0.4 + i / 24)));
      if (format === "GIF") part[part.length - 1] = 0;
      return rejection(decodeImage(part, options));
    }),
  );
  for (const error of errors) {
    expect(error).toBeInstanceOf(ImageDecodeError);
    expect(error.message).toMatch(`the file is cut off: its ${format} data ends too early.`);
  }
});

it("says what to do with a HEIC file", async () => {
  const brands = [...new TextEncoder().encode("ftypheic\0\0\0\0mif1heic")];
  const error = await rejection(
    decodeImage(Uint8Array.from([0, 0, 0, 24, ...brands, ...Array(90)]), options),
  );
  expect(error).toBeInstanceOf(ImageDecodeError);
  expect(error.message).toMatch(/it is a HEIC file, which is not read here: convert it to JPEG or PNG\.$/);
});

it("gives pixels or its error for any bytes after any signature", async () => {
  const signature = constantFrom(
    [],
    [0xff, 0xd8, 0xff, 0xe0],
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    [0x47, 0x49, 0x46, 0x38, 0x39, 0x61],
    [0x49, 0x49, 0x2a, 0],
    [0x52, 0x49, 0x46, 0x46, 0x20, 0, 0, 0, 0x57, 0x45, 0x42, 0x50],
    [0, 0, 0, 0x20, 0x66, 0x74, 0x79, 0x70, 0x61, 0x76, 0x69, 0x66],
  );
  await assert(
    asyncProperty(signature, uint8Array({ maxLength: 200 }), async (begin, rest) => {
      try {
        expect(await decodeImage(Uint8Array.from([...begin, ...rest]), options)).toHaveLength(48);
      } catch (error) {
        expect(error).toBeInstanceOf(ImageDecodeError);
      }
    }),
    { numRuns: 300 },
  );
});
