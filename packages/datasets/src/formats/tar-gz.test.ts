import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { packTar, type TarEntry } from "modern-tar";
import { describe, expect, it } from "vitest";
import { chunksOf, rejection } from "../../test/helpers.js";
import { contentsOf, fileEntry, tarGz } from "../../test/tar-archives.js";
import { DatasetFormatError, DatasetStorageError } from "../errors.js";
import { joined } from "../streams.js";
import { DEFAULT_LIMITS } from "./limits.js";
import { readTarGz } from "./tar-gz.js";

const entries = [
  { header: { name: "folder/", type: "directory", size: 0 } },
  fileEntry("folder/readme.html", 104, 105),
  fileEntry("folder/b.bin", 4, 5, 6),
  fileEntry("folder/a.bin", 1, 2, 3),
] satisfies TarEntry[];
const tar = await packTar(entries);
const archive = new Uint8Array(gzipSync(tar));

describe("readTarGz", () => {
  it("gives the files in their order", async () => {
    expect(await contentsOf(archive)).toEqual([
      ["folder/readme.html", 104, 105],
      ["folder/b.bin", 4, 5, 6],
      ["folder/a.bin", 1, 2, 3],
    ]);
  });

  it("passes over files whose bytes are not asked for", async () => {
    const large = [
      { header: { name: "large", size: 3_000_000 }, body: new Uint8Array(3_000_000) },
      ...entries,
    ];
    const names: string[] = [];
    for await (const { name, size } of readTarGz(chunksOf(await tarGz(large)), "x.tar.gz")) {
      names.push(`${name} ${size}`);
    }
    expect(names).toEqual(["large 3000000", "readme.html 2", "b.bin 3", "a.bin 3"]);
  });

  it("reads what comes after a small file that was passed over", async () => {
    const body = Uint8Array.from({ length: 3_000_000 }, (_, i) => (i * i) % 251);
    const large: TarEntry = { header: { name: "large", size: body.length }, body };
    const archive = await tarGz([fileEntry("small", 1), large, fileEntry("other", 1), fileEntry("last", 7)]);
    const sizes: number[] = [];
    for await (const { name, chunks } of readTarGz(chunksOf(archive), "x.tar.gz")) {
      if (name === "large" || name === "last") sizes.push((await joined(chunks())).length);
    }
    expect(sizes).toEqual([body.length, 1]);
  });

  it("may be left before the end", async () => {
    for await (const { name, chunks } of readTarGz(chunksOf(archive), "x.tar.gz")) {
      if (name !== "b.bin") continue;
      expect(Array.from(await joined(chunks()))).toEqual([4, 5, 6]);
      break;
    }
  });

  it.each([
    ["truncated gzip", archive.subarray(0, archive.length - 20)],
    ["a truncated file", new Uint8Array(gzipSync(tar.subarray(0, 512 * 3 + 100)))],
    ["no end", new Uint8Array(gzipSync(tar.subarray(0, tar.length - 1024)))],
    ["a damaged tar header", new Uint8Array(gzipSync(tar.with(700, 255)))],
    ["a bit that is flipped", archive.with(60, archive[60]! ^ 4)],
    ["no archive", new TextEncoder().encode("<html>not found</html>")],
    ["nothing", new Uint8Array(0)],
  ])("refuses %s", async (_, bytes) => {
    const error = await rejection(contentsOf(bytes));
    expect(error).toBeInstanceOf(DatasetFormatError);
    expect(error.message).toContain("[imgcls/datasets] x.tar.gz: ");
  });

  it.each([
    ["up and out", fileEntry("../../etc/passwd", 1)],
    ["up and out further in", fileEntry("folder/../../b.bin", 1)],
    ["up in the manner of Windows", fileEntry("folder\\..\\..\\b.bin", 1)],
    ["from the root", fileEntry("/etc/passwd", 1)],
    ["from a drive", fileEntry("C:/b.bin", 1)],
  ])("refuses a path that leads %s", async (_, entry) => {
    const error = await rejection(contentsOf(await tarGz([...entries, entry])));
    expect(error).toBeInstanceOf(DatasetFormatError);
    expect(error.message).toMatch(
      /expected paths inside the archive, received ".*from a source that you trust/,
    );
  });

  it.each([["symlink"], ["link"], ["fifo"], ["character-device"]] as const)("refuses a %s", async (type) => {
    const link: TarEntry = { header: { name: "folder/a.bin", type, size: 0, linkname: "/etc/passwd" } };
    const error = await rejection(contentsOf(await tarGz([link])));
    expect(error).toBeInstanceOf(DatasetFormatError);
    expect(error.message).toContain(`expected files and folders, received "folder/a.bin", a ${type}`);
  });

  it("refuses an entry that claims more than it may, before it is read", async () => {
    const claim = Uint8Array.from(tar.subarray(512, 1536));
    // 8 GiB less one byte in octal digits, and the header's checksum made right.
    claim.set(new TextEncoder().encode("77777777777\0"), 124);
    claim.fill(32, 148, 156);
    const sum = claim.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    claim.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
    const error = await rejection(contentsOf(new Uint8Array(gzipSync(claim))));
    expect(error.message).toMatch(
      /files of at most 1073741824 bytes, "folder\/readme\.html" claims 8589934591/,
    );
  });

  it("refuses more entries, or more bytes, than the limits allow", async () => {
    const few = { ...DEFAULT_LIMITS, maxEntries: 3 };
    expect((await rejection(contentsOf(archive, few))).message).toMatch(/at most 3 entries, received more/);
    const small = { ...DEFAULT_LIMITS, maxTotalBytes: 2000 };
    expect((await rejection(contentsOf(archive, small))).message).toMatch(/at most 2000 bytes in it/);
  });

  it("hands on what is wrong with the disk", async () => {
    const failure = new DatasetStorageError("/disk/x.tar.gz", "EIO", "cannot be read: input or output error");
    async function* broken() {
      yield archive.subarray(0, 50);
      throw failure;
    }
    const reading = async () => {
      for await (const entry of readTarGz(broken(), "x.tar.gz")) await joined(entry.chunks());
    };
    expect(await rejection(reading())).toBe(failure);
  });

  it("gives files, or a DatasetFormatError, for any damage", async () => {
    const change = fc.record({ at: fc.nat(tar.length - 1), value: fc.nat(255) });
    const damaged = fc
      .tuple(fc.array(change, { maxLength: 4 }), fc.integer({ min: 0, max: tar.length }))
      .map(([changes, length]) => {
        const bytes = tar.slice(0, length);
        for (const { at, value } of changes) if (at < length) bytes[at] = value;
        return bytes;
      });
    await fc.assert(
      fc.asyncProperty(fc.oneof(damaged, fc.uint8Array({ maxLength: 2000 })), async (bytes) => {
        const result = await contentsOf(new Uint8Array(gzipSync(bytes))).catch((error) => error);
        if (!Array.isArray(result)) expect(result).toBeInstanceOf(DatasetFormatError);
      }),
      { numRuns: 300 },
    );
  });
});
