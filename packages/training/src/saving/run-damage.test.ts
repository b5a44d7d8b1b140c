// Property tests: a run of which anything is damaged, and one whose saving ends between any two of its steps.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { smallCard, smallRun } from "../../test/saved-run.js";
import { smallModel } from "../../test/small-model.js";
import { readWeights } from "../model-weights.js";
import { checkpointFromFiles } from "./checkpoint-files.js";
import { joinContent } from "./content.js";
import { RunFolderError } from "./errors.js";
import type { Folder } from "./folder.js";
import type { Read } from "./read.js";
import { readHistory, readRun, readSavedModel, runFiles, type SavedRun } from "./run-files.js";
import { saveRun } from "./run-folder.js";
import { runFromZip, runToZip } from "./run-zip.js";
import { readStart, START_FILE, startBytes } from "./training-start.js";

const { run, checkpoints } = await smallRun();

/** What the commands read of a run, as plain values. */
const uses: Readonly<Record<string, (read: Read) => Promise<unknown>>> = {
  "the model, to predict": async (read) => {
    const { model, card } = await readSavedModel(read);
    return { weights: await readWeights(model), topology: model.toJSON(null, false), card };
  },
  "the history, for a report": readHistory,
  "what a training goes on with": async (read) =>
    (await readStart(read)) ?? (await checkpointFromFiles(read)),
};

const asReader =
  (files: ReadonlyMap<string, Uint8Array>): Read =>
  async (name) =>
    files.get(name);

/** The folder of a run in which another training was started that has saved nothing yet. */
async function withStart(files: ReadonlyMap<string, Uint8Array>): Promise<Map<string, Uint8Array>> {
  return new Map(files).set(START_FILE, await startBytes(asReader(files), { architecture: "small" }));
}

const outcomeOf = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);

describe("any byte of any file changed, any file cut", async () => {
  const saved = await runFiles(run);
  const files = await withStart(saved);
  const damages = fc.constantFrom(...files.keys()).chain((name) =>
    fc.record({
      name: fc.constant(name),
      at: fc.nat(files.get(name)!.length - 1),
      change: fc.oneof(fc.constant("cut" as const), fc.integer({ min: 1, max: 255 })),
    }),
  );
  type Damage = typeof damages extends fc.Arbitrary<infer D> ? D : never;
  const damaged = (content: Uint8Array, { at, change }: Pick<Damage, "at" | "change">): Uint8Array => {
    if (change === "cut") return content.slice(0, at);
    const copy = content.slice();
    copy[at]! ^= change;
    return copy;
  };

  it.each(Object.keys(uses))("%s: an error that names it, or what does not depend on it", async (use) => {
    const states = [files, saved];
    const expected = await Promise.all(states.map((state) => uses[use]!(asReader(state))));
    await fc.assert(
      fc.asyncProperty(damages, fc.nat(1), async (damage, i) => {
        const content = states[i]!.get(damage.name);
        fc.pre(content !== undefined);
        const changed = new Map(states[i]).set(damage.name, damaged(content, damage));
        const outcome = await outcomeOf(uses[use]!(asReader(changed)));
        if (outcome instanceof RunFolderError) expect(outcome.file).toBe(damage.name);
        else expect(outcome).toEqual(expected[i]);
      }),
      { numRuns: 300 },
    );
  });

  it("a changed space in the checkpoint does not hide what was started after it", async () => {
    const name = "checkpoint/checkpoint.json";
    const text = new TextDecoder().decode(files.get(name));
    const changed = new Map(files).set(name, new TextEncoder().encode(text.replace("\n", " ")));
    const use = uses["what a training goes on with"]!;
    expect(await use(asReader(changed))).toEqual({ architecture: "small" });
  });

  it("every byte of the card and of the weights is noticed, but for spaces", async () => {
    for (const name of ["imgcls.json", "weights.bin"]) {
      const content = files.get(name)!;
      for (let at = 0; at < content.length; at += 1) {
        if (name === "imgcls.json" && /\s/.test(String.fromCharCode(content[at]!))) continue;
        const changed = new Map(files).set(name, damaged(content, { at, change: 1 }));
        const outcome = await outcomeOf(readSavedModel(asReader(changed)));
        expect(outcome, `${name}, byte ${at}`).toBeInstanceOf(RunFolderError);
        expect((outcome as RunFolderError).file).toBe(name);
      }
    }
  });

  it("a zip file: an error, or the same run", async () => {
    const zip = await runToZip(run);
    const values = async ({ model, ...rest }: SavedRun) => ({ ...rest, weights: await readWeights(model) });
    const expected = await values(run);
    const { checkpoint: _, ...withoutCheckpoint } = expected;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(zip.length - 1),
        fc.oneof(fc.constant("cut" as const), fc.integer({ min: 1, max: 255 })),
        async (at, change) => {
          const outcome = await outcomeOf(runFromZip(damaged(zip, { at, change })).then(values));
          if (outcome instanceof RunFolderError) return;
          // A changed name may hide the checkpoint.
          const { checkpoint } = outcome as SavedRun;
          expect(outcome).toEqual(checkpoint === undefined ? withoutCheckpoint : expected);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("a save that ends between any two of its steps leaves what every command reads", () => {
  /** A folder in memory that keeps what it was after every step. */
  function recordedFolder(start: ReadonlyMap<string, Uint8Array>) {
    let files = new Map(start);
    const states = [files];
    const change = async (edit: (next: Map<string, Uint8Array>) => void) => {
      files = new Map(files);
      edit(files);
      states.push(files);
    };
    const folder: Folder = {
      read: async (name) => files.get(name),
      write: (name, content) => change((next) => next.set(name, joinContent(content))),
      rename: (name, newName) =>
        change((next) => {
          next.set(newName, next.get(name)!);
          next.delete(name);
        }),
      list: async (subfolder) => {
        const prefix = subfolder === "" ? "" : `${subfolder}/`;
        return [...files.keys()]
          .filter((name) => name.startsWith(prefix))
          .map((name) => name.slice(prefix.length).split("/")[0]!);
      },
      remove: (name) => change((next) => next.delete(name)),
    };
    return { folder, states };
  }

  const other: SavedRun = {
    model: smallModel({ seed: 9 }),
    card: smallCard({ classNames: ["k", "l", "m", "n"] }),
    history: run.history.slice(0, 1),
    checkpoint: checkpoints[0]!,
  };

  it("of the old run or of the new, never of both", async () => {
    const before = await withStart(await runFiles(run));
    const { folder, states } = recordedFolder(before);
    await saveRun(folder, other);
    expect(states.length).toBeGreaterThan(10);
    const after = await runFiles(other);
    expect(new Set(states.at(-1)!.keys())).toEqual(new Set(after.keys()));

    for (const [use, read] of Object.entries(uses)) {
      const old = await read(asReader(before));
      const fresh = await read(asReader(after));
      expect(old).not.toEqual(fresh);
      const isFresh: boolean[] = [];
      for (const [step, files] of states.entries()) {
        const found = await read(asReader(files));
        const matches = [old, fresh].map(
          (state) => JSON.stringify(plain(state)) === JSON.stringify(plain(found)),
        );
        expect(matches.filter(Boolean), `${use}, after step ${step}`).toHaveLength(1);
        isFresh.push(matches[1]!);
      }
      expect(isFresh.indexOf(true), use).toBe(isFresh.lastIndexOf(false) + 1);
    }
  });

  it("and the next save removes what it left", async () => {
    const { states } = recordedFolder(await runFiles(run));
    const first = recordedFolder(states[0]!);
    await saveRun(first.folder, other);
    for (const files of first.states) {
      const { folder, states: later } = recordedFolder(files);
      await saveRun(folder, run);
      expect(new Set(later.at(-1)!.keys())).toEqual(new Set((await runFiles(run)).keys()));
      expect((await readRun(asReader(later.at(-1)!))).checkpoint).toEqual(run.checkpoint);
    }
  });

  it("and whoever reads while it is saved sees one of them too", async () => {
    const before = await runFiles(run);
    const names = new Set(
      [(await readRun(asReader(before))).card, other.card].map((card) => String(card.classNames)),
    );
    for (let pause = 0; pause < 12; pause++) {
      const { folder, states } = recordedFolder(before);
      await saveRun(folder, other);
      // Each look at a file is some steps of the save later than the one before.
      let step = 0;
      const read: Read = async (name) => {
        const files = states[Math.min(step, states.length - 1)]!;
        step += pause;
        return files.get(name);
      };
      const { card, model, history } = await readRun(read, { onBadCheckpoint: "leaveOut" });
      expect(names).toContain(String(card.classNames));
      const isOld = card.classNames[0] === run.card.classNames[0];
      expect(history).toEqual((isOld ? run : other).history);
      expect(await readWeights(model)).toEqual(await readWeights((isOld ? run : other).model));
    }
  });
});

/** Maps and arrays of numbers as JSON has them. */
function plain(value: unknown): unknown {
  if (value instanceof Map) return [...value].map(([key, item]) => [key, plain(item)]);
  if (value instanceof Float32Array) return Array.from(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
