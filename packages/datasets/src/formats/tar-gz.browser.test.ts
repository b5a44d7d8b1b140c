import { gzipSync } from "fflate";
import { packTar } from "modern-tar";
import { expect, it } from "vitest";
import { rejection } from "../../test/portable.js";
import { DatasetFormatError } from "../errors.js";
import { readTarGz } from "./tar-gz.js";

it("reads an archive through the browser's own inflater, and refuses a truncated one", async () => {
  const archive = gzipSync(
    await packTar([
      { header: { name: "folder/a.bin", size: 3 }, body: Uint8Array.of(1, 2, 3) },
      { header: { name: "folder/b.bin", size: 1 }, body: Uint8Array.of(4) },
    ]),
  );
  const entries = await readTarGz(archive, ["b.bin", "a.bin"], "x.tar.gz");
  expect(entries.map(({ name, bytes }) => [name, ...bytes])).toEqual([
    ["b.bin", 4],
    ["a.bin", 1, 2, 3],
  ]);
  const truncated = readTarGz(archive.subarray(0, -20), ["a.bin"], "x.tar.gz");
  expect(await rejection(truncated)).toBeInstanceOf(DatasetFormatError);
});
