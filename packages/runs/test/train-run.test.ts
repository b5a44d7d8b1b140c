import { setTimeout as pause } from "node:timers/promises";
import { loadDataset, take } from "@imgcls/datasets";
import { type Content, loadRun, type ModelCard, type TrainingRun } from "@imgcls/training";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it, vi } from "vitest";
import {
  haveSameWeights,
  memoryPlace,
  openClassifier,
  type RecipeDraft,
  type RunEvent,
  resumeRun,
  startedTraining,
  trainRun,
  zipOf,
  zipPlace,
} from "../src/index.js";

const draft: RecipeDraft = {
  data: { dataset: "synthetic-digits", limit: 320 },
  model: { architecture: "mlp" },
  epochs: 2,
  batchSize: 32,
};

const data = await loadDataset("synthetic-digits", { trainSize: 640, testSize: 200 });

describe("trainRun", () => {
  it("writes a run with everything that decided it", async () => {
    const place = memoryPlace();
    const trained = await trainRun(draft, place, { data });
    expect([...place.files.keys()].sort()).toEqual([
      "checkpoint/checkpoint.json",
      expect.stringMatching(/^checkpoint\/tensors-/),
      "history.csv",
      "history.json",
      "imgcls.json",
      "model.json",
      "recipe.json",
      "weights.bin",
    ]);
    expect(trained.validatedOn).toBe("validation");
    expect(trained.card.dataset.sizes).toEqual({ train: 320, validation: 64, test: 200 });
    expect(trained.recipe).toMatchObject({
      ...draft,
      data: { ...draft.data, validation: 0.1, augment: [] },
      optimizer: { type: "adam", learningRate: 0.001 },
      schedule: { type: "constant" },
      seed: 0,
    });
    expect(JSON.parse(new TextDecoder().decode(place.files.get("recipe.json")))).toEqual(trained.recipe);
    const { files } = zipPlace("run.zip", zipOf(place));
    expect([...files.keys()].sort()).toEqual([...place.files.keys()].sort());
    for (const [name, content] of files)
      expect(Buffer.compare(content, place.files.get(name)!), name).toBe(0);
  });

  it.each([
    ["with the images that are left", { batchSize: 48 }, 7],
    ["without them where the recipe drops them", { batchSize: 48, dropLast: true }, 6],
    ["of all images where they are fewer than a batch", { batchSize: 512, dropLast: true }, 1],
  ])("takes an epoch's steps %s", async (_, changes, steps) => {
    const { checkpoint } = await trainRun({ ...draft, ...changes, epochs: 1 }, memoryPlace(), { data });
    expect(checkpoint?.step).toBe(steps);
  });

  it("keeps what was learnt where the test images cannot be read, and resuming looks at them", async () => {
    const place = memoryPlace();
    const { images: _, ...about } = data.test;
    const unreadable = { ...about, read: () => Promise.reject(new Error("the drive is gone")) };
    const ended = trainRun({ ...draft, epochs: 1 }, place, { data: { ...data, test: unreadable } });
    await expect(ended).rejects.toThrow("the drive is gone");
    const resumed = await resumeRun(place, { data });
    expect(resumed.history).toHaveLength(1);
    expect(resumed.test!.accuracy).toBeGreaterThan(0.1);
  });

  it("writes its model once, and what the test images came to into the card alone", async () => {
    const place = memoryPlace();
    const written: string[] = [];
    const write = async (name: string, content: Content) => {
      written.push(name.replace(/\.[0-9a-f]{16}\.next$/, ""));
      await place.folder.write(name, content);
    };
    const recorded = { ...place, folder: { ...place.folder, write } };
    const { test } = await trainRun({ ...draft, epochs: 1 }, recorded, { data });
    const times = (name: string) => written.filter((each) => each === name).length;
    expect(["weights.bin", "checkpoint/checkpoint.json", "imgcls.json"].map(times)).toEqual([1, 1, 2]);
    const saved = await loadRun(place.folder);
    expect(saved.card.metrics.test).toEqual(test);
    saved.model.dispose();
  });

  it("that is aborted while it looks at the test images has its model, and looks at them when it is resumed", async () => {
    const place = memoryPlace();
    const controller = new AbortController();
    const { images: _, ...about } = data.test;
    const read = async (_indices: unknown, _out: unknown, signal?: AbortSignal) => {
      controller.abort();
      signal?.throwIfAborted();
    };
    const options = { data: { ...data, test: { ...about, read } }, signal: controller.signal };
    const aborted = await trainRun({ ...draft, epochs: 1 }, place, options);
    expect(aborted).toMatchObject({ interrupted: true, test: undefined });
    expect(aborted.history).toHaveLength(1);
    const resumed = await resumeRun(place, { data });
    expect(resumed.test!.accuracy).toBeGreaterThan(0.1);
  });

  it("gives the same weights again by the recipe that it wrote", async () => {
    const [first, second] = [memoryPlace("first"), memoryPlace("second")];
    const { recipe } = await trainRun(draft, first, { data });
    await trainRun(recipe, second, { data });
    expect(await haveSameWeights(first, second)).toBe(true);
  });

  it("trains in phases, and resumes between and inside them to the bit", async () => {
    const phased: RecipeDraft = {
      ...draft,
      phases: [
        { epochs: 2, trainable: ["dense_2"], optimizer: { type: "sgd", learningRate: 0.1 } },
        { epochs: 2, schedule: { type: "cosine" } },
      ] as never,
    };
    const whole = memoryPlace("whole");
    const { history } = await trainRun(phased, whole, { data });
    expect(history.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    for (const stopAt of [3, 25]) {
      const place = memoryPlace(`stopped at ${stopAt}`);
      const controller = new AbortController();
      let steps = 0;
      const stop = { name: "stop", onBatchEnd: () => void (++steps === stopAt && controller.abort()) };
      const cut = await trainRun(phased, place, { data, callbacks: [stop], signal: controller.signal });
      expect(cut.interrupted).toBe(true);
      const resumed = await resumeRun(place, { data });
      expect(resumed.history).toHaveLength(4);
      expect(await haveSameWeights(whole, place)).toBe(true);
    }
  });

  it("that fails lets its place go when what was saved beside it is written", async () => {
    const clock = performance.now.bind(performance);
    let minutes = 0;
    const later = vi.spyOn(performance, "now").mockImplementation(() => clock() + minutes * 60_000);
    const place = memoryPlace("slow");
    const written: string[] = [];
    let begun = () => {};
    const isBegun = new Promise<void>((resolve) => (begun = resolve));
    const slowly = async (name: string, content: Content) => {
      if (name.includes("tensors-")) {
        begun();
        await pause(100);
      }
      await place.folder.write(name, content);
      written.push(name);
    };
    const fail = {
      name: "fail",
      async onBatchEnd({ batch }: { batch: number }) {
        if (batch === 1) minutes = 1;
        if (batch < 2) return;
        await isBegun;
        throw new Error("failed beside it");
      },
    };
    const slow = { ...place, folder: { ...place.folder, write: slowly } };
    await expect(trainRun(draft, slow, { data, callbacks: [fail] })).rejects.toThrow("failed beside it");
    later.mockRestore();
    const atEnd = [...written];
    expect(atEnd).toContainEqual("checkpoint/checkpoint.json");
    await pause(200);
    expect(written).toEqual(atEnd);
  });

  it("that fails keeps no tensor of its model", async () => {
    const fail = { name: "fail", onBatchEnd: () => Promise.reject(new Error("failed")) };
    const failing = () => trainRun(draft, memoryPlace(), { data, callbacks: [fail] });
    const before = tf.memory().numTensors;
    await expect(failing()).rejects.toThrow("failed");
    expect(tf.memory().numTensors).toBe(before);
  });

  it("that ended by itself has no use for more epochs, and none for a number that is none", async () => {
    const place = memoryPlace("ended");
    const stop = { name: "stop", onEpochEnd: (_: unknown, run: TrainingRun) => run.stop("enough") };
    await trainRun(draft, place, { data, callbacks: [stop] });
    const events: RunEvent[] = [];
    const resumed = await resumeRun(place, { data, epochs: 4, onEvent: (event) => events.push(event) });
    expect(resumed.history).toHaveLength(1);
    expect(events).toContainEqual(
      expect.objectContaining({
        type: "resuming",
        finished: "the training ended by itself (enough)",
        takesMoreEpochs: false,
      }),
    );
    for (const epochs of [0, 1.5, Number.NaN])
      await expect(resumeRun(place, { data, epochs })).rejects.toThrow("expected epochs to be");
  });

  it("that ends before its first checkpoint has written down what its draft left open", async () => {
    const [place, whole] = [memoryPlace("cut"), memoryPlace("whole")];
    const controller = new AbortController();
    const engine = async () => {
      controller.abort();
      throw controller.signal.reason;
    };
    await expect(trainRun(draft, place, { data, engine, signal: controller.signal })).rejects.toThrow();
    const started = await startedTraining(place);
    expect(started?.recipe).toMatchObject({
      seed: 0,
      optimizer: { type: "adam" },
      data: { validation: 0.1 },
    });
    const resumed = await resumeRun(place, { data });
    expect(resumed.recipe).toEqual((await trainRun(draft, whole, { data })).recipe);
    expect(await haveSameWeights(whole, place)).toBe(true);
  });

  it("tests, evaluates and predicts by image and mirror image where the recipe says so", async () => {
    const place = memoryPlace();
    const { card, model, test } = await trainRun({ ...draft, evaluation: { flips: true } }, place, { data });
    const probabilities = async (of: ModelCard, images: Uint8Array) =>
      (await openClassifier({ card: of, model })).predict(images, 1);
    const { calibration: _, ...uncalibrated } = card;
    const { evaluation: __, ...recipe } = card.recipe;
    const alone = { ...uncalibrated, recipe: recipe as ModelCard["recipe"] };
    const image = take(data.test, 1).images;
    const mirrored = Uint8Array.from(image, (_, i) => image[28 * Math.floor(i / 28) + 27 - (i % 28)]!);
    const [first, second] = [await probabilities(alone, image), await probabilities(alone, mirrored)];
    const both = await probabilities(uncalibrated, image);
    for (const [k, value] of both.entries()) expect(value).toBeCloseTo((first[k]! + second[k]!) / 2, 6);
    const { loss } = await (await openClassifier({ card, model })).judge(data.test);
    expect(loss).toBeCloseTo(test!.loss, 6);
  });
});
