import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chunksOf, rejection } from "../../test/helpers.js";
import { DatasetFormatError } from "../errors.js";
import { joined } from "../streams.js";
import * as browser from "./gunzip.browser.js";
import * as node from "./gunzip.node.js";
import { inflateChunks, inflateIfGzip } from "./gzip.js";
import { DEFAULT_LIMITS } from "./limits.js";

const text = new TextEncoder().encode("digits ".repeat(5000));
const packed = new Uint8Array(gzipSync(text));
const MOST = 1_000_000;

/** A value, or the word "error". */
const outcome = async (promise: Promise<Uint8Array>) =>
  promise.then(
    (bytes) => Array.from(bytes),
    () => "error",
  );

/** In pieces of `length` bytes, all in one buffer that is used again. */
async function* reused(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(length);
  for (let at = 0; at < bytes.length; at += length) {
    const piece = bytes.subarray(at, at + length);
    buffer.set(piece);
    yield buffer.subarray(0, piece.length);
  }
}

describe.each([
  ["node", node],
  ["browser", browser],
])("gunzip for %s", (_, platform) => {
  it("inflates at once and piece by piece", async () => {
    expect(await platform.gunzip(packed, MOST)).toEqual(text);
    expect(await joined(platform.gunzipStream(reused(packed, 17)))).toEqual(text);
  });

  it("inflates nothing to nothing", async () => {
    const nothing = new Uint8Array(gzipSync(new Uint8Array(0)));
    expect(await platform.gunzip(nothing, MOST)).toHaveLength(0);
  });

  it("refuses truncated data, a wrong checksum and bytes after the end", async () => {
    const crc = packed.length - 8;
    for (const damaged of [
      packed.subarray(0, packed.length - 1),
      packed.subarray(0, packed.length >> 1),
      packed.subarray(0, 2),
      packed.with(crc, packed[crc]! ^ 1),
      packed.with(packed.length - 2, 0x7f),
      Uint8Array.from([...packed, 1, 2, 3]),
    ]) {
      await expect(platform.gunzip(damaged, MOST)).rejects.toThrow();
    }
    const truncated = platform.gunzipStream(chunksOf(packed.subarray(0, -9)));
    await expect(joined(truncated)).rejects.toThrow();
  });

  it("never gives wrong bytes for a damaged file", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(packed.length - 11), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        // Bytes 4 to 9 of the header (time, flags of the packer, system) say nothing about the content.
        const position = 10 + at;
        const result = await outcome(platform.gunzip(packed.with(position, packed[position]! ^ flip), MOST));
        expect(result === "error" || result.length === text.length).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it("stops at the most bytes that it may give", async () => {
    await expect(platform.gunzip(packed, text.length - 1)).rejects.toBeInstanceOf(RangeError);
    expect(await platform.gunzip(packed, text.length)).toEqual(text);
  });

  it("hands on what is wrong with the bytes that come", async () => {
    const failure = new Error("the disk is gone");
    async function* broken() {
      yield packed.subarray(0, 20);
      throw failure;
    }
    expect(await rejection(joined(platform.gunzipStream(broken())))).toBe(failure);
  });

  it("may be left before the end", async () => {
    let ended = false;
    async function* watched() {
      try {
        yield* reused(new Uint8Array(gzipSync(new Uint8Array(5_000_000))), 100);
      } finally {
        ended = true;
      }
    }
    for await (const chunk of platform.gunzipStream(watched())) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    await expect.poll(() => ended).toBe(true);
  });
});

describe("inflateIfGzip", () => {
  it("leaves other bytes alone", async () => {
    expect(await inflateIfGzip(text, "a.txt")).toBe(text);
    expect(await inflateIfGzip(packed, "a.gz")).toEqual(text);
  });

  it("names the file that is damaged", async () => {
    const error = await rejection(inflateIfGzip(packed.subarray(0, 50), "train.gz"));
    expect(error).toBeInstanceOf(DatasetFormatError);
    expect(error.message).toMatch(
      /^\[imgcls\/datasets\] train\.gz: expected intact gzip data, .* Fetch the file again\.$/,
    );
  });

  it("gives the bytes, or a DatasetFormatError, for any bytes", async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.uint8Array({ maxLength: 300 }).map((body) => Uint8Array.from([0x1f, 0x8b, 8, 0, ...body])),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (given) => {
        const result = await inflateIfGzip(given, "random").catch((error) => error);
        if (result !== given) expect(result).toBeInstanceOf(DatasetFormatError);
      }),
    );
  });
});

describe("the limits", () => {
  const zeros = 80 * 2 ** 20;
  const bomb = new Uint8Array(gzipSync(new Uint8Array(zeros)));

  it("refuse a file that grows a thousandfold, at once and piece by piece", async () => {
    for (const attempt of [
      () => inflateIfGzip(bomb, "bomb.gz"),
      () => joined(inflateChunks(chunksOf(bomb), "bomb.gz")),
    ]) {
      const error = await rejection(attempt());
      expect(error).toBeInstanceOf(DatasetFormatError);
      expect(error.message).toMatch(/bomb\.gz: expected at most 67108864 bytes in it, it inflates to more/);
    }
  });

  it("may be raised", async () => {
    const limits = { ...DEFAULT_LIMITS, maxRatio: 2000 };
    expect(await inflateIfGzip(bomb, "bomb.gz", limits)).toHaveLength(zeros);
  });

  it("hold for one file", async () => {
    const limits = { ...DEFAULT_LIMITS, maxFileBytes: 1000 };
    expect((await rejection(inflateIfGzip(packed, "a.gz", limits))).message).toMatch(/at most 1000 bytes/);
  });
});
