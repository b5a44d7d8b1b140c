import { loadDataset } from "@imgcls/datasets";
import { beforeEach, describe, expect, it } from "vitest";
import { haveSameWeights, memoryPlace, type RecipeDraft, resumeRun, trainRun } from "../index.js";
import { storagePlace, storedRuns } from "./storage-place.js";

const bytes = (text: string) => new TextEncoder().encode(text);

beforeEach(async () => {
  for (const name of await storedRuns()) await storagePlace(name).remove();
});

describe("a run in the browser's own storage", () => {
  it("has named files, also in subfolders, that can be replaced, renamed and removed", async () => {
    const { folder, files, remove } = storagePlace("first run");
    expect(await folder.list("")).toEqual([]);
    await folder.write("a.json", [bytes("1")]);
    await folder.write("checkpoint/b.bin", [bytes("2")]);
    await folder.write("a.json", [bytes("lon"), bytes(""), bytes("ger")]);
    await folder.rename("checkpoint/b.bin", "checkpoint/c.bin");
    expect(await folder.list("")).toEqual(["a.json", "checkpoint"]);
    expect(await folder.list("checkpoint")).toEqual(["c.bin"]);
    expect(await folder.read("checkpoint/b.bin")).toBeUndefined();
    expect(await files()).toEqual(
      new Map([
        ["a.json", bytes("longer")],
        ["checkpoint/c.bin", bytes("2")],
      ]),
    );
    await folder.remove("a.json");
    await folder.remove("a.json");
    expect(await storagePlace("first run").folder.list("")).toEqual(["checkpoint"]);
    expect(await storedRuns()).toEqual(["first run"]);
    await remove();
    expect(await storedRuns()).toEqual([]);
  });

  it("is read as it was or as it is while it is written, never in between", async () => {
    const { folder } = storagePlace("run");
    const contents = [0, 1].map((value) => new Uint8Array(3_000_000).fill(value));
    await folder.write("weights.bin", [contents[0]!]);
    let writing = true;
    const written = (async () => {
      for (let i = 1; i < 12; i++) await folder.write("weights.bin", [contents[i % 2]!]);
      writing = false;
    })();
    while (writing) {
      const seen = (await storagePlace("run").folder.read("weights.bin"))!;
      expect(seen.length).toBe(3_000_000);
      expect(new Set(seen).size).toBe(1);
    }
    await written;
  });

  it("is held by one training at a time", async () => {
    const place = storagePlace("run");
    const release = await place.hold();
    await expect(storagePlace("run").hold()).rejects.toThrow(/found one at work in another tab/);
    expect(await storagePlace("run").isHeld()).toBe(true);
    await expect(place.remove()).rejects.toThrow(/found one at work/);
    await (await storagePlace("another").hold())();
    await release();
    expect(await place.isHeld()).toBe(false);
    await (await place.hold())();
  });

  it("goes on to the same bits as a training that nothing interrupted", async () => {
    const draft: RecipeDraft = {
      data: { dataset: "synthetic-digits", limit: 320 },
      model: { architecture: "mlp" },
      epochs: 2,
      batchSize: 32,
    };
    const data = await loadDataset("synthetic-digits", { trainSize: 640, testSize: 100 });
    const whole = memoryPlace();
    await trainRun(draft, whole, { data, workers: 0 });
    const place = storagePlace("cut off");
    const controller = new AbortController();
    let steps = 0;
    const stop = { name: "stop", onBatchEnd: () => void (++steps === 13 && controller.abort()) };
    await trainRun(draft, place, { data, workers: 0, callbacks: [stop], signal: controller.signal });
    await resumeRun(place, { data, workers: 0 });
    expect(await haveSameWeights(whole, place)).toBe(true);
  });
});
