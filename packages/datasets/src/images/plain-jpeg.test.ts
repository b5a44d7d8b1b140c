import { array, assert, asyncProperty, integer, property, tuple, uint8Array } from "fast-check";
import sharp, { type Sharp } from "sharp";
import { describe, expect, it } from "vitest";
import { rejection } from "../../test/helpers.js";
import { ImageDecodeError } from "../errors.js";
import { decodeImage } from "./decode-image.js";
import { plainJpegSize } from "./plain-jpeg.js";
import { readPlainJpeg } from "./plain-jpeg.node.js";
import { resizeBilinear } from "./resize.js";

/** Neither small nor large. */
const [WIDTH, HEIGHT] = [320, 240];
const shape = [192, 256, 3] as const;

/** A slope of colours. */
const picture = (): Sharp =>
  sharp(
    Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => (i % 3) * 60 + (Math.floor(i / 3) % WIDTH) / 3),
    { raw: { width: WIDTH, height: HEIGHT, channels: 3 } },
  );
const plain = await picture().jpeg({ quality: 90 }).toBuffer();

const largestDifference = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((largest, level, i) => Math.max(largest, Math.abs(level - b[i]!)), 0);

describe("plainJpegSize", () => {
  it.each([
    ["half the colours", {}],
    ["all colours", { chromaSubsampling: "4:4:4" }],
    ["a progressive one", { progressive: true }],
  ])("is known for %s", async (_, options) => {
    const file = await picture().jpeg(options).toBuffer();
    expect(plainJpegSize(file)).toEqual({ width: WIDTH, height: HEIGHT });
  });

  it.each([
    ["a profile", () => picture().withIccProfile("p3").jpeg().toBuffer()],
    ["an orientation", () => picture().withMetadata({ orientation: 6 }).jpeg().toBuffer()],
    ["inks", () => picture().toColourspace("cmyk").jpeg().toBuffer()],
    ["grey levels", () => picture().toColourspace("b-w").jpeg().toBuffer()],
    ["other content", () => picture().png().toBuffer()],
    ["no end", async () => plain.subarray(0, plain.length - 2)],
    ["nothing in it", async () => new Uint8Array()],
  ])("is left to the other decoder for a file with %s", async (_, file) => {
    expect(plainJpegSize(await file())).toBeUndefined();
  });

  it("is a size or nothing for any bytes", () => {
    const anything = uint8Array({ maxLength: 300 }).map((rest) =>
      Uint8Array.from([...plain.subarray(0, 20), ...rest, 0xff, 0xd9]),
    );
    assert(
      property(anything, (bytes) => {
        const size = plainJpegSize(bytes);
        expect(size === undefined || size.width * size.height > 0).toBe(true);
      }),
    );
  });
});

describe("readPlainJpeg", () => {
  it.each(
    ["4:4:4", "4:2:0"].flatMap((chromaSubsampling) =>
      [false, true].map((progressive) => ({ chromaSubsampling, progressive })),
    ),
  )("reads nearly the levels of sharp: %o", async (options) => {
    const file = await picture().jpeg(options).toBuffer();
    const read = await readPlainJpeg(file, WIDTH * HEIGHT);
    expect(read).toMatchObject({ width: WIDTH, height: HEIGHT });
    expect(largestDifference(read!.pixels, await sharp(file).raw().toBuffer())).toBeLessThanOrEqual(3);
  });

  it("leaves small, narrow, and large files to sharp", async () => {
    for (const [width, height] of [
      [200, 200],
      [64, 2000],
      [1100, 1000],
    ] as const) {
      const file = await picture().resize({ width, height, fit: "fill" }).jpeg().toBuffer();
      expect(await readPlainJpeg(file, width * height)).toBeUndefined();
    }
  });
});

describe("a JPEG that is reduced a little", () => {
  it("is what sharp makes of it, whatever it needs beside that", async () => {
    const near = async (file: Uint8Array, options = {}) => {
      const { data } = await sharp(file)
        .autoOrient()
        .toColourspace("srgb")
        .resize({ width: 256, height: 192, fit: "fill", kernel: "linear" })
        .raw()
        .toBuffer({ resolveWithObject: true });
      const decoded = await decodeImage(file, { shape, ...options });
      expect(largestDifference(decoded, data)).toBeLessThanOrEqual(6);
    };
    await near(plain);
    await near(await picture().withIccProfile("p3").jpeg({ quality: 90 }).toBuffer());
    await near(await picture().withMetadata({ orientation: 3 }).jpeg({ quality: 90 }).toBuffer());
    const contained = await decodeImage(plain, {
      shape: [256, 256, 3],
      fit: "contain",
      background: [1, 2, 3],
    });
    expect(Array.from(contained.subarray(0, 3))).toEqual([1, 2, 3]);
  });

  it("is cut out as sharp cuts it", async () => {
    const square = await decodeImage(plain, { shape: [192, 192, 3], fit: "cover" });
    const cut = sharp(plain).extract({ left: 40, top: 0, width: 240, height: 240 });
    const expected = await cut.resize({ width: 192, height: 192, kernel: "linear" }).raw().toBuffer();
    expect(largestDifference(square, expected)).toBeLessThanOrEqual(6);
  });

  it("has a limit of pixels, and is refused when it is cut off", async () => {
    const limited = await rejection(decodeImage(plain, { shape, maxPixels: WIDTH * HEIGHT - 1 }));
    expect(limited.message).toMatch(/pixel/);
    for (const length of [plain.length - 2, plain.length - 40, plain.length / 2]) {
      const error = await rejection(decodeImage(plain.subarray(0, length), { shape }));
      expect(error).toBeInstanceOf(ImageDecodeError);
    }
  });

  it("decodes whatever sharp decodes, and fails in one way only, whatever is damaged", async () => {
    const damage = array(tuple(integer({ min: 2, max: plain.length - 3 }), integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    await assert(
      asyncProperty(damage, async (changes) => {
        const file = Uint8Array.from(plain);
        for (const [at, value] of changes) file[at] = value;
        const alone = sharp(file, { failOn: "error" }).autoOrient().toColourspace("srgb").raw().toBuffer();
        const accepts = await alone.then(
          () => true,
          () => false,
        );
        const error = await decodeImage(file, { shape }).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (error !== undefined) expect(error).toBeInstanceOf(ImageDecodeError);
        if (accepts) expect(error).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });
});

describe("a picture that is reduced by half and more", () => {
  it.each(["jpeg", "png", "webp"] as const)("is decoded whole, then resized: %s", async (format) => {
    const file = await picture().toFormat(format).toBuffer();
    const whole = await decodeImage(file, { shape: [HEIGHT, WIDTH, 3] });
    const [height, width] = [100, 90];
    const exact = resizeBilinear(whole, [HEIGHT, WIDTH, 3], [height, width]);
    expect(await decodeImage(file, { shape: [height, width, 3] })).toEqual(exact);
  });
});
