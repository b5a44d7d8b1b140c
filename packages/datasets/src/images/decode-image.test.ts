import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { encode } from "fast-png";
import sharp, { type Sharp } from "sharp";
import { describe, expect, it } from "vitest";
import { rejection, temporaryFolder } from "../../test/helpers.js";
import { ImageDecodeError } from "../errors.js";
import { decodeImage } from "./decode-image.js";

/** A plain picture, 8 wide and 4 high: left half red, right half blue. */
const redBlue = (): Sharp => {
  const data = new Uint8Array(32 * 3);
  for (let i = 0; i < 32; i++) data.set(i % 8 < 4 ? [255, 0, 0] : [0, 0, 255], 3 * i);
  return sharp(data, { raw: { width: 8, height: 4, channels: 3 } });
};
const SIZE = [4, 8, 3] as const;
const near = (values: ArrayLike<number>, expected: number[], tolerance = 3) =>
  expected.every((value, i) => Math.abs(values[i]! - value) <= tolerance);

/** Of a JPEG file: its first two bytes, each segment, and the picture. */
function segmentsOf(file: Buffer): Buffer[] {
  const segments = [file.subarray(0, 2)];
  let at = 2;
  while (file[at + 1] !== 0xda) {
    const end = at + 2 + file.readUInt16BE(at + 2);
    segments.push(file.subarray(at, end));
    at = end;
  }
  return [...segments, file.subarray(at)];
}

describe("decodeImage", () => {
  it.each(["png", "webp", "tiff", "gif"] as const)("reads %s", async (format) => {
    const file = new Uint8Array(
      await redBlue().toFormat(format, { lossless: true, compression: "lzw" }).toBuffer(),
    );
    const decoded = await decodeImage(file, { shape: SIZE });
    expect(decoded).toHaveLength(96);
    expect(near(decoded.subarray(0, 3), [255, 0, 0])).toBe(true);
    expect(near(decoded.subarray(21, 24), [0, 0, 255])).toBe(true);
  });

  it("reads JPEG, 16-bit PNG, grey with alpha and CMYK", async () => {
    const jpeg = await redBlue().jpeg({ quality: 100, chromaSubsampling: "4:4:4" }).toBuffer();
    expect(near((await decodeImage(jpeg, { shape: SIZE })).subarray(0, 3), [255, 0, 0], 12)).toBe(true);
    const deep = encode({ width: 2, height: 1, channels: 1, depth: 16, data: Uint16Array.of(0, 65535) });
    expect(Array.from(await decodeImage(deep, { shape: [1, 2, 1] }))).toEqual([0, 255]);
    expect(Array.from(await decodeImage(deep, { shape: [1, 2, 3] }))).toEqual([0, 0, 0, 255, 255, 255]);
    const greyAlpha = encode({
      width: 2,
      height: 1,
      channels: 2,
      depth: 8,
      data: Uint8Array.of(10, 255, 10, 0),
    });
    expect(Array.from(await decodeImage(greyAlpha, { shape: [1, 2, 1] }))).toEqual([10, 255]);
    const cmyk = await redBlue().toColourspace("cmyk").jpeg({ quality: 100 }).toBuffer();
    expect(await decodeImage(cmyk, { shape: SIZE })).toHaveLength(96);
  });

  it("leaves the profile of CMYK aside", async () => {
    const file = await redBlue().withIccProfile("cmyk").jpeg({ quality: 100 }).toBuffer();
    const [start, ...segments] = segmentsOf(file);
    const profile = segments.filter((segment) => segment[1] === 0xe2);
    expect(profile.length).toBeGreaterThan(0);
    const without = Buffer.concat([start!, ...segments.filter((segment) => segment[1] !== 0xe2)]);
    expect(await decodeImage(file, { shape: SIZE })).toEqual(await decodeImage(without, { shape: SIZE }));
  });

  it("reads a path, makes it grey and the size wanted", async () => {
    const path = join(await temporaryFolder(), "white.png");
    await writeFile(
      path,
      encode({ width: 50, height: 30, channels: 1, data: new Uint8Array(1500).fill(200) }),
    );
    expect(await decodeImage(path, { shape: [28, 28, 1] })).toEqual(new Uint8Array(784).fill(200));
  });

  it("puts transparent parts on white, which invert makes black", async () => {
    const file = encode({ width: 1, height: 1, channels: 4, data: Uint8Array.of(0, 0, 0, 0) });
    expect(Array.from(await decodeImage(file, { shape: [1, 1, 1] }))).toEqual([255]);
    expect(Array.from(await decodeImage(file, { shape: [1, 1, 1], invert: true }))).toEqual([0]);
    expect(Array.from(await decodeImage(file, { shape: [1, 1, 3], invert: true }))).toEqual([0, 0, 0]);
  });

  it("stretches, cuts or adds borders", async () => {
    const file = encode({ width: 8, height: 4, channels: 1, data: new Uint8Array(32) });
    const square = { shape: [8, 8, 1] as const };
    expect(Array.from(await decodeImage(file, square))).toEqual(new Array(64).fill(0));
    expect(Array.from(await decodeImage(file, { ...square, fit: "cover" }))).toEqual(new Array(64).fill(0));
    const contained = await decodeImage(file, { ...square, fit: "contain" });
    expect(contained.subarray(0, 16).every((level) => level === 255)).toBe(true);
    expect(contained.subarray(16, 48).every((level) => level === 0)).toBe(true);
  });

  it("applies the EXIF orientation", async () => {
    // 6: turned a quarter to the right when shown, so the left half comes to the top.
    const file = new Uint8Array(await redBlue().withMetadata({ orientation: 6 }).png().toBuffer());
    const decoded = await decodeImage(file, { shape: [8, 4, 3] });
    expect(near(decoded.subarray(0, 12), [255, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0])).toBe(true);
    expect(near(decoded.subarray(-3), [0, 0, 255])).toBe(true);
  });

  it.each([
    ["text", new TextEncoder().encode("not an image"), /Cannot decode the image in 12 bytes: \S/],
    ["nothing", new Uint8Array(0), /in 0 bytes/],
    [
      "half a PNG",
      encode({
        width: 90,
        height: 90,
        channels: 1,
        data: new Uint8Array(8100).map((_, i) => i * 7),
      }).subarray(0, 200),
      /in 200 bytes/,
    ],
  ])("says in one line that %s is no image", async (_, bytes, message) => {
    const error = await rejection(decodeImage(bytes, { shape: [28, 28, 1] }));
    expect(error).toBeInstanceOf(ImageDecodeError);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain("\n");
  });

  it("names a file that is not there", async () => {
    const path = join(await temporaryFolder(), "absent.png");
    const error = (await rejection(decodeImage(path, { shape: [28, 28, 1] }))) as ImageDecodeError;
    expect(error).toBeInstanceOf(ImageDecodeError);
    expect(error.file).toBe(path);
    expect(error.message).toMatch(/absent\.png: there is no such file/);
  });

  it("refuses options that make no sense, all at once", async () => {
    const wrong = { shape: [0, 28, 2] as const, fit: "squeeze" as "fill" };
    expect((await rejection(decodeImage(new Uint8Array(0), wrong))).message).toMatch(
      /shape .* received \[0,28,2\]; expected decodeImage.fit .* received "squeeze"/,
    );
  });
});
