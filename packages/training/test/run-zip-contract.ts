// Saving without folders: the same on every platform.
import { strToU8, unzipSync, zipSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import { readWeights } from "../src/model-weights.js";
import { RunFolderError } from "../src/saving/errors.js";
import { runFiles, runFromFiles, type SavedRun } from "../src/saving/run-files.js";
import { filesToZip, runFilesFromZip, runFromZip, runToZip } from "../src/saving/run-zip.js";
import { smallRun } from "./saved-run.js";

export function testRunBytes(platform: string): void {
  let run: Required<Omit<SavedRun, "phase">>;
  let zip: Uint8Array;
  /** The content of the zip file, for tests that pack it differently. */
  const content = () => unzipSync(zip);

  beforeAll(async () => {
    ({ run } = await smallRun());
    zip = await runToZip(run);
  });

  const expectSameRun = async (actual: SavedRun) => {
    expect(await readWeights(actual.model)).toEqual(await readWeights(run.model));
    expect(actual.card).toEqual(run.card);
    expect(actual.history).toEqual(run.history);
    expect(actual.checkpoint).toEqual(run.checkpoint);
  };

  describe(`a run without a folder, ${platform}`, () => {
    it("exists as bytes by name", async () => {
      await expectSameRun(await runFromFiles(await runFiles(run)));
    });

    it("exists as a zip file of the run folder, and of what is put beside it", async () => {
      await expectSameRun(await runFromZip(zip));
      const withReport = await runToZip(run, new Map([["report.html", strToU8("<!doctype html>")]]));
      await expectSameRun(await runFromZip(withReport));
      expect(Object.keys(content()).sort()).toEqual([...(await runFiles(run)).keys()].sort());
      expect(Object.keys(unzipSync(withReport))).toContain("report.html");
      expect(runFilesFromZip(withReport)).toEqual(new Map(Object.entries(content())));
      await expectSameRun(await runFromZip(filesToZip(runFilesFromZip(zip))));
    });

    it("is found in a folder, as people and systems pack it", async () => {
      const packed = zipSync({ run: content(), "__MACOSX/run/imgcls.json": strToU8("resource fork") });
      await expectSameRun(await runFromZip(packed));
    });

    it("is read without its checkpoint when that is damaged and not needed", async () => {
      const packed = zipSync({ ...content(), "checkpoint/checkpoint.json": strToU8("{}") });
      await expect(runFromZip(packed)).rejects.toThrow(/checkpoint\.json: expected schemaVersion/);
      const { checkpoint, ...rest } = await runFromZip(packed, { onBadCheckpoint: "leaveOut" });
      expect(checkpoint).toBeUndefined();
      await expectSameRun({ ...rest, checkpoint: run.checkpoint });
    });

    it("is read from a view into larger memory, and from a zip file with a comment", async () => {
      const memory = new Uint8Array(zip.length + 20);
      memory.set(zip, 3);
      memory[3 + zip.length - 2] = 5;
      await expectSameRun(await runFromZip(memory.subarray(3, 3 + zip.length + 5)));
    });
  });

  describe(`a zip file that cannot be read fails with one line, ${platform}`, () => {
    const damages: [string, () => Uint8Array, RegExp][] = [
      ["nothing", () => new Uint8Array(0), /zip file: expected a zip file, received something else/],
      ["text", () => strToU8("PK is no zip file"), /expected a zip file/],
      ["a truncated one", () => zip.subarray(0, zip.length - 100), /or a part of one/],
      ["one whose start is missing", () => zip.subarray(100), /expected a zip file/],
      [
        "one without a run",
        () => zipSync({ "a.txt": strToU8("a") }),
        /one run folder, .* imgcls\.json, found none/,
      ],
      [
        "one with two runs",
        () => zipSync({ a: content(), b: content() }),
        /expected one run folder, .* found 2 \(a\/, b\/\)/,
      ],
      ["an encrypted one", () => encrypted(zip), /without a password, found encrypted ones/],
      ["one without weights", () => without("weights.bin"), /weights\.bin: expected this file, found none/],
      ["one without a history", () => without("history.json"), /history\.json: expected this file/],
      [
        "truncated weights",
        () => zipSync({ ...content(), "weights.bin": content()["weights.bin"]!.subarray(0, 400) }),
        /weights\.bin: expected \d+ bytes, found 400/,
      ],
      [
        "weights of which a byte was changed before they were packed",
        () => {
          const weights = content()["weights.bin"]!;
          weights[20]! ^= 1;
          return zipSync({ ...content(), "weights.bin": weights });
        },
        /weights\.bin: expected the content of sha256 \w{64}, found another/,
      ],
      ["a changed byte", () => withChangedWeight(), /weights\.bin: its checksum in the zip file is wrong/],
    ];
    const without = (name: string) =>
      zipSync(Object.fromEntries(Object.entries(content()).filter(([file]) => file !== name)));
    function withChangedWeight() {
      // Stored, not compressed, so that the byte can be found.
      const stored = zipSync(content(), { level: 0 });
      const weights = content()["weights.bin"]!;
      // The checkpoint, which has them too, comes first.
      const start = stored.findLastIndex((_, i) =>
        weights.subarray(0, 64).every((byte, j) => stored[i + j] === byte),
      );
      stored[start + 100]! ^= 1;
      return stored;
    }

    it.each(damages)("%s", async (_, damage, message) => {
      const error = await runFromZip(damage()).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(RunFolderError);
      expect((error as Error).message).toMatch(message);
      expect((error as Error).message).not.toContain("\n");
    });

    it("one that is too large, before it is unpacked", async () => {
      const bomb = zipSync({ ...content(), "weights.bin": new Uint8Array(5_000_000) });
      expect(bomb.length).toBeLessThan(100_000);
      await expect(runFromZip(bomb, { maxBytes: 1_000_000 })).rejects.toThrow(
        /expected at most 1000000 bytes of files, found 50\d{5}/,
      );
    });

    it("every part of a run", async () => {
      for (let length = 0; length < zip.length; length += 997) {
        await expect(runFromZip(zip.subarray(0, length))).rejects.toThrow(RunFolderError);
      }
    });
  });
}

/** Only the mark, in the directory at the end: bit 0 of each entry's flags. */
function encrypted(zip: Uint8Array): Uint8Array {
  const copy = zip.slice();
  for (let i = 0; i + 4 < copy.length; i++) {
    if (copy[i] === 0x50 && copy[i + 1] === 0x4b && copy[i + 2] === 1 && copy[i + 3] === 2) copy[i + 8]! |= 1;
  }
  return copy;
}
