/** The formats that are read here and not by a decoder of the platform: BMP and Netpbm. */
import { array, assert, asyncProperty, constantFrom, integer, nat, tuple, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import golden from "../../test/golden/plain-formats.json" with { type: "json" };
import { rejection } from "../../test/portable.js";
import { ImageDecodeError } from "../errors.js";
import { decodeImage } from "./decode-image.js";

const bytesOf = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
const ascii = (text: string) => new TextEncoder().encode(text);
const files = golden.cases.map(({ file }) => bytesOf(file));
const options = { shape: [4, 4, 3] } as const;

describe("decodeImage", () => {
  it.each(golden.cases.map((sample) => [sample.name, sample] as const))(
    "reads %s as Pillow",
    async (_, { file, height, width, pixels, tolerance = 0 }) => {
      const decoded = await decodeImage(bytesOf(file), {
        shape: [height, width, 3],
        background: [10, 200, 30],
      });
      const differences = bytesOf(pixels).map((level, i) => Math.abs(level - decoded[i]!));
      expect(decoded).toHaveLength(differences.length);
      expect(Math.max(...differences)).toBeLessThanOrEqual(tolerance);
    },
  );

  it("takes alpha of 0 everywhere for no alpha", async () => {
    const { file, height, width } = golden.cases.find(({ name }) => name === "32 bits, alpha")!;
    const bytes = bytesOf(file);
    const start = new DataView(bytes.buffer).getUint32(10, true);
    for (let at = start + 3; at < bytes.length; at += 4) bytes[at] = 0;
    const decoded = await decodeImage(bytes, { shape: [height, width, 3] });
    // The lowest row is the first, blue before green before red.
    const last = (height - 1) * width * 3;
    expect(Array.from(decoded.subarray(last, last + 3))).toEqual(
      Array.from(bytes.subarray(start, start + 3)).reverse(),
    );
  });

  it("fits, turns grey and inverts as any other format", async () => {
    const black = ascii("P2 4 2 255 0 0 0 0 0 0 0 0");
    const contained = await decodeImage(black, { shape: [4, 4, 1], fit: "contain", invert: true });
    expect(Array.from(contained)).toEqual([...Array(4).fill(0), ...Array(8).fill(255), ...Array(4).fill(0)]);
  });

  it.each(
    golden.cases
      .filter(({ name }) => !name.startsWith("two"))
      .map((sample) => [sample.name, sample] as const),
  )("says in one sentence that %s is cut off, wherever that is", async (_, { file }) => {
    const bytes = bytesOf(file);
    // From what tells the format on. The last number of a text may be a shorter one, and RLE may end after its last line.
    for (let length = 20; length < bytes.length - 4; length += 3) {
      const error = await rejection(decodeImage(bytes.subarray(0, length), options));
      expect(error).toBeInstanceOf(ImageDecodeError);
      expect(error.message).toMatch(/cut off: its (BMP|Netpbm) data ends too early\.$/);
    }
  });

  it.each([
    ["more pixels than maxPixels", ascii("P5 30000 30000 255 "), /30000 × 30000 pixels, more than maxPixels/],
    ["no pixels", ascii("P5 0 3 255 "), /0 × 3 pixels/],
    ["a largest level of 0", ascii("P5 1 1 0 a"), /largest level from 1 to 65535, received 0/],
    ["levels above the largest", ascii("P2 1 1 9 10"), /levels up to 9, received 10/],
    ["a word for a number", ascii("P2 one 1 9 1"), /expected a number/],
    ["bits of 2", ascii("P1 1 1 2"), /bits of 0 and 1/],
  ])("refuses %s", async (_, file, message) => {
    const error = await rejection(decodeImage(file, options));
    expect(error).toBeInstanceOf(ImageDecodeError);
    expect(error.message).toMatch(message);
  });

  it("gives pixels or its error, whatever is damaged", async () => {
    const damage = array(tuple(nat(80), integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 });
    await assert(
      asyncProperty(
        constantFrom(...files),
        damage,
        uint8Array({ maxLength: 9 }),
        async (file, changes, more) => {
          const bytes = Uint8Array.from([...file, ...more]);
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          // The limit keeps headers that claim much from taking time.
          const result = await decodeImage(bytes, { ...options, maxPixels: 10_000 }).catch((error) => error);
          if (result instanceof Uint8Array) expect(result).toHaveLength(48);
          else expect(result).toBeInstanceOf(ImageDecodeError);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
