import { describe, expect, it } from "vitest";
import golden from "../../test/golden/decode.json" with { type: "json" };
import { decodeImage } from "./decode-image.js";
import type { Rgb } from "./decode-options.js";

const bytesOf = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** Chromium reads no TIFF. */
const inBrowser = "document" in globalThis;
const same = golden.same.filter(({ name }) => !(inBrowser && name.includes("TIFF")));

interface Case {
  readonly file: string;
  readonly height: number;
  readonly width: number;
  readonly pixels: string;
}

/** Differences from Pillow's levels, in ascending order. */
async function differences(
  { file, height, width, pixels }: Case,
  background?: readonly number[],
): Promise<number[]> {
  const decoded = await decodeImage(bytesOf(file), {
    shape: [height, width, 3],
    ...(background === undefined ? {} : { background: background as unknown as Rgb }),
  });
  const expected = bytesOf(pixels);
  expect(decoded.length).toBe(expected.length);
  return Array.from(decoded, (level, i) => Math.abs(level - expected[i]!)).sort((a, b) => a - b);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("decodeImage beside Pillow", () => {
  it.each(same.map((sample) => [sample.name, sample] as const))("reads %s alike", async (_, sample) => {
    const background = "background" in sample ? sample.background : undefined;
    expect((await differences(sample, background)).at(-1)).toBeLessThanOrEqual(sample.tolerance);
  });

  it.each([...golden.reduced, ...golden.enlarged].map((sample) => [sample.name, sample] as const))(
    "resizes %s exactly alike",
    async (_, sample) => {
      expect((await differences(sample)).at(-1)).toBe(0);
    },
  );

  it.each(golden.reducedJpegs.map((sample) => [sample.name, sample] as const))(
    "reduces a JPEG of %s nearly alike",
    async (_, sample) => {
      const found = await differences(sample);
      expect(mean(found)).toBeLessThan(0.6);
      expect(found[Math.floor(0.98 * found.length)]).toBeLessThanOrEqual(2);
      expect(found.at(-1)).toBeLessThanOrEqual(5);
    },
  );

  it("reads CMYK as Pillow", async () => {
    expect((await differences(golden.cmyk)).at(-1)).toBeLessThanOrEqual(2);
  });
});
