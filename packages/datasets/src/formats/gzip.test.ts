import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rejection } from "../../test/helpers.js";
import { DatasetFormatError } from "../errors.js";
import * as browser from "./gunzip.browser.js";
import * as node from "./gunzip.node.js";
import { inflateIfGzip } from "./gzip.js";

const text = new TextEncoder().encode("digits ".repeat(5000));
const packed = new Uint8Array(gzipSync(text));

/** A value, or the word "error". */
const outcome = async (promise: Promise<Uint8Array>) =>
  promise.then(
    (bytes) => Array.from(bytes),
    () => "error",
  );

describe.each([
  ["node", node],
  ["browser", browser],
])("gunzip for %s", (_, platform) => {
  it("inflates at once and piece by piece", async () => {
    expect(await platform.gunzip(packed)).toEqual(text);
    const pieces = await new Response(
      platform.gunzipStream(packed) as ReadableStream<Uint8Array<ArrayBuffer>>,
    ).arrayBuffer();
    expect(new Uint8Array(pieces)).toEqual(text);
  });

  it("inflates nothing to nothing", async () => {
    expect(await platform.gunzip(new Uint8Array(gzipSync(new Uint8Array(0))))).toHaveLength(0);
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
      await expect(platform.gunzip(damaged)).rejects.toThrow();
    }
  });

  it("never gives wrong bytes for a damaged file", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(packed.length - 11), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        // Bytes 4 to 9 of the header (time, flags of the packer, system) say nothing about the content.
        const position = 10 + at;
        const result = await outcome(platform.gunzip(packed.with(position, packed[position]! ^ flip)));
        expect(result === "error" || result.length === text.length).toBe(true);
      }),
      { numRuns: 50 },
    );
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
});
