import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Content, joinContent } from "./content.js";
import { sha256 } from "./digest.js";
import { openFolder } from "./open-folder.js";

const numbered = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 89) % 251);

/** Views of one buffer, as the arrays of a model may be: cut anywhere, some of them empty. */
function cut(bytes: Uint8Array, places: readonly number[]): Content {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return at.slice(1).map((end, i) => bytes.subarray(at[i], end));
}

const WHOLE = numbered(5_000);
const cuts = fc.array(fc.nat(), { maxLength: 12 }).map((places) => cut(WHOLE, places));
/** More parts than Linux writes at once, 1,024. */
const MANY = cut(
  WHOLE,
  Array.from({ length: 3_000 }, (_, i) => i),
);
/** Larger than the pieces that are digested at once, at no round place. */
const LARGE = cut(numbered(5_000_011), [3, 1_048_577, 4_000_000]);

let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "imgcls-content-"));
});
afterAll(() => rm(directory, { recursive: true }));

describe("content in parts", () => {
  it("has the digest of the whole, wherever it is cut", async () => {
    const expected = (content: Content) => createHash("sha256").update(joinContent(content)).digest("hex");
    for (const content of [[], [new Uint8Array()], MANY, LARGE]) {
      expect(await sha256(...content)).toBe(expected(content));
    }
    await fc.assert(
      fc.asyncProperty(cuts, async (content) => {
        expect(await sha256(...content)).toBe(expected([WHOLE]));
      }),
    );
  });

  it("is one file on disk, and what was there before is no longer", async () => {
    const folder = openFolder(directory);
    for (const content of [LARGE, MANY, [new Uint8Array()], cut(WHOLE, [7, 7, 4_999])]) {
      await folder.write("sub/file.bin", content);
      expect(Buffer.compare(await readFile(join(directory, "sub/file.bin")), joinContent(content))).toBe(0);
    }
    expect(await readdir(join(directory, "sub"))).toEqual(["file.bin"]);
  });

  it("leaves nothing half-written where it cannot be written", async () => {
    await writeFile(join(directory, "file"), "");
    const folder = openFolder(directory);
    await expect(folder.write("file/below", [WHOLE])).rejects.toThrow(/EEXIST|ENOTDIR/);
    await expect(folder.write("sub", [WHOLE])).rejects.toThrow(/EISDIR|EEXIST/);
    expect((await readdir(directory)).sort()).toEqual(["file", "sub"]);
  });
});
