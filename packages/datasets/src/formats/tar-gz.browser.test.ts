import { expect, it } from "vitest";
import { rejection } from "../../test/portable.js";
import { contentsOf, fileEntry, tarGz } from "../../test/tar-archives.js";
import { DatasetFormatError } from "../errors.js";

it("reads an archive through the browser's own inflater, and refuses a truncated one", async () => {
  const archive = await tarGz([fileEntry("folder/a.bin", 1, 2, 3), fileEntry("folder/b.bin", 4)]);
  expect(await contentsOf(archive)).toEqual([
    ["folder/a.bin", 1, 2, 3],
    ["folder/b.bin", 4],
  ]);
  expect(await rejection(contentsOf(archive.subarray(0, -20)))).toBeInstanceOf(DatasetFormatError);
});
