import { setTimeout } from "node:timers/promises";
import { expect, it } from "vitest";
import { classTree } from "../../test/image-trees.js";
import { zipOf } from "../../test/zip-archives.js";
import { DEFAULT_LIMITS } from "../formats/limits.js";
import { blobAccess } from "../zip/random-access.js";
import { openZipFiles } from "../zip/zip-files.js";
import { decodingReader } from "./pixel-reader.js";

it("unpacks 128 MiB of an archive at once at most, decoding included", async () => {
  const tree = classTree(["a", "b"], 5);
  const options = { svg: false, signal: undefined, limits: DEFAULT_LIMITS };
  const files = await openZipFiles(blobAccess(new Blob([zipOf(tree)])), options);
  expect(files.paths.map((_, i) => files.unpackedBytes!(i))).toEqual(
    files.paths.map((path) => tree[path]!.length),
  );
  // As ten files of 60 MB in 590 kB, without their bytes.
  const read = decodingReader({ ...files, unpackedBytes: () => 60e6 }, { shape: [2, 3, 1] });
  let [running, most] = [0, 0];
  await Promise.all(
    files.paths.map((_, position) =>
      read(position, new Uint8Array(6), async () => {
        most = Math.max(most, ++running);
        await setTimeout(5);
        running--;
        return new Uint8Array(6);
      }),
    ),
  );
  expect(most).toBe(2);
});
