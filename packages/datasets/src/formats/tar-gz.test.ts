import { gzipSync } from "node:zlib";
import { packTar } from "modern-tar";
import { describe, expect, it } from "vitest";
import { rejection } from "../../test/helpers.js";
import { DatasetFormatError } from "../errors.js";
import { readTarGz } from "./tar-gz.js";

const tar = await packTar([
  { header: { name: "folder/", type: "directory", size: 0 } },
  { header: { name: "folder/readme.html", size: 2 }, body: "hi" },
  { header: { name: "folder/b.bin", size: 3 }, body: Uint8Array.of(4, 5, 6) },
  { header: { name: "folder/a.bin", size: 3 }, body: Uint8Array.of(1, 2, 3) },
]);
const archive = new Uint8Array(gzipSync(tar));

describe("readTarGz", () => {
  it("gives the files asked for, in that order", async () => {
    const entries = await readTarGz(archive, ["a.bin", "b.bin"], "x.tar.gz");
    expect(entries.map(({ name, bytes }) => [name, ...bytes])).toEqual([
      ["a.bin", 1, 2, 3],
      ["b.bin", 4, 5, 6],
    ]);
  });

  it("says which file the archive lacks", async () => {
    const error = await rejection(readTarGz(archive, ["a.bin", "c.bin"], "x.tar.gz"));
    expect(error).toBeInstanceOf(DatasetFormatError);
    expect(error.message).toMatch(/x\.tar\.gz: expected a\.bin, c\.bin in it, it lacks c\.bin/);
  });

  it.each([
    ["truncated gzip", archive.subarray(0, archive.length - 20)],
    ["truncated tar", new Uint8Array(gzipSync(tar.subarray(0, 512 * 3 + 100)))],
    ["a damaged tar header", new Uint8Array(gzipSync(tar.with(700, 255)))],
    ["no archive", new TextEncoder().encode("<html>not found</html>")],
  ])("refuses %s", async (_, bytes) => {
    expect(await rejection(readTarGz(bytes, ["a.bin"], "x.tar.gz"))).toBeInstanceOf(DatasetFormatError);
  });
});
