import { encode } from "fast-png";
import { describe, expect, it } from "vitest";
import { rejection } from "../../test/portable.js";
import { ImageDecodeError } from "../errors.js";
import { decodeImage } from "./decode-image.js";

/** Left half red, right half blue, 8 wide and 4 high. */
async function redBlue(type: string): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(8, 4);
  const context = canvas.getContext("2d")!;
  for (const [colour, x] of [
    ["red", 0],
    ["blue", 4],
  ] as const) {
    context.fillStyle = colour;
    context.fillRect(x, 0, 4, 4);
  }
  const blob = await canvas.convertToBlob({ type, quality: 1 });
  expect(blob.type).toBe(type);
  return new Uint8Array(await blob.arrayBuffer());
}
const grey = (width: number, height: number, level: number) =>
  encode({ width, height, channels: 1, data: new Uint8Array(width * height).fill(level) });
const near = (actual: ArrayLike<number>, expected: number[], tolerance: number) =>
  expected.every((value, i) => Math.abs(actual[i]! - value) <= tolerance);

describe("decodeImage in a browser", () => {
  it.each([
    ["image/png", 0],
    ["image/webp", 12],
    ["image/jpeg", 12],
  ])("reads %s", async (type, tolerance) => {
    const decoded = await decodeImage(await redBlue(type), { shape: [4, 8, 3] });
    expect(decoded).toHaveLength(96);
    expect(near(decoded.subarray(0, 3), [255, 0, 0], tolerance)).toBe(true);
    expect(near(decoded.subarray(21, 24), [0, 0, 255], tolerance)).toBe(true);
  });

  it("reads a URL, makes it grey and the size wanted", async () => {
    const url = URL.createObjectURL(new Blob([grey(50, 30, 200) as BlobPart]));
    expect(await decodeImage(url, { shape: [28, 28, 1] })).toEqual(new Uint8Array(784).fill(200));
    URL.revokeObjectURL(url);
  });

  it("puts transparent parts on white, which invert makes black", async () => {
    const file = encode({ width: 1, height: 1, channels: 4, data: Uint8Array.of(0, 0, 0, 0) });
    expect(Array.from(await decodeImage(file, { shape: [1, 1, 1] }))).toEqual([255]);
    expect(Array.from(await decodeImage(file, { shape: [1, 1, 3], invert: true }))).toEqual([0, 0, 0]);
  });

  it("stretches, cuts or adds borders", async () => {
    const square = { shape: [8, 8, 1] as const };
    const black = grey(8, 4, 0);
    expect(Array.from(await decodeImage(black, square))).toEqual(new Array(64).fill(0));
    expect(Array.from(await decodeImage(black, { ...square, fit: "cover" }))).toEqual(new Array(64).fill(0));
    const contained = await decodeImage(black, { ...square, fit: "contain" });
    expect(contained.subarray(0, 16).every((level) => level === 255)).toBe(true);
    expect(contained.subarray(16, 48).every((level) => level === 0)).toBe(true);
  });

  it.each([
    ["text", new TextEncoder().encode("not an image"), /Cannot decode the image in 12 bytes: \S/],
    ["nothing", new Uint8Array(0), /in 0 bytes/],
  ])("says in one line that %s is no image", async (_, bytes, message) => {
    const error = await rejection(decodeImage(bytes, { shape: [28, 28, 1] }));
    expect(error).toBeInstanceOf(ImageDecodeError);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain("\n");
  });

  it("names a URL that cannot be fetched", async () => {
    const error = await rejection(decodeImage("/absent.png?", { shape: [28, 28, 1] }));
    expect(error).toBeInstanceOf(ImageDecodeError);
    expect(error.message).toContain("/absent.png");
  });
});
