import { createModel, loadPytorchWeights, pytorchTensors } from "@imgcls/architectures";
import { createLabeledImages, type Dataset, type LabeledImages, random, select } from "@imgcls/datasets";
import { safetensorsFile } from "@imgcls/test-utils";
import { loadCard, onnxEngine } from "@imgcls/training";
import { describe, expect, it } from "vitest";
import {
  evaluateRun,
  exportRun,
  haveSameWeights,
  type MemoryPlace,
  memoryPlace,
  openClassifier,
  type RecipeDraft,
  type RunEvent,
  resumeRun,
  trainRun,
} from "../src/index.js";

const CLASSES = ["red", "green", "blue"];

/** Noise with more of one colour. */
function pictures(count: number, seed: number) {
  const draw = random(seed, "pictures");
  const labels = Int32Array.from({ length: count }, (_, i) => i % CLASSES.length);
  const images = Uint8Array.from({ length: count * 32 * 32 * 3 }, (_, i) => {
    const isOwn = i % 3 === labels[Math.floor(i / (32 * 32 * 3))];
    return draw.integer(isOwn ? 256 : 200);
  });
  return createLabeledImages({ shape: [32, 32, 3], classNames: CLASSES, labels, images });
}

const data: Dataset = {
  id: "synthetic-shapes",
  shape: [32, 32, 3],
  classNames: CLASSES,
  train: pictures(60, 1),
  test: pictures(12, 2),
};
const draw = random(0, "weights");
const published = createModel("resnet20", { classes: 1000, initialWeights: "zeros" });
const weights = safetensorsFile(pytorchTensors(published), (_, tensor) =>
  /var|bn\d?\.weight/.test(tensor) ? 0.5 + draw.uniform() : 0.2 * draw.normal(),
);
/** Of the first normalization. */
const theirVariance = (() => {
  loadPytorchWeights(published, weights);
  return [...published.getLayer("bn1").getWeights()[3]!.dataSync()];
})();
const options = {
  data,
  weights,
  featureCache: "none",
  engine: async () => onnxEngine({ threads: 1 }),
} as const;

/** The head alone. */
const draft: RecipeDraft = {
  data: { dataset: "synthetic-shapes" },
  model: { architecture: "resnet20", weights: "./theirs.safetensors" },
  head: { type: "logisticRegression" },
};
/** And steps from there. */
const fineTuned: RecipeDraft = {
  ...draft,
  data: { dataset: "synthetic-shapes", validation: 20 },
  batchSize: 16,
  phases: [{ trainable: ["layer3*", "head.*"], epochs: 1 }, { epochs: 2 }],
};

const namesIn = ({ files }: MemoryPlace) => [...files.keys()].sort();

describe("a head that is computed", () => {
  it("is an ordinary run without steps", async () => {
    const place = memoryPlace();
    const events: RunEvent[] = [];
    const run = await trainRun(draft, place, { ...options, onEvent: (event) => events.push(event) });
    expect(namesIn(place)).toEqual([
      "history.csv",
      "history.json",
      "imgcls.json",
      "model.json",
      "recipe.json",
      "weights.bin",
    ]);
    expect(run.recipe).toMatchObject({
      data: { validation: "none", augment: [] },
      head: { type: "logisticRegression", strength: "auto", folds: 5, flips: false },
      epochs: 0,
      phases: [],
      loss: { fromLogits: true },
    });
    const { head, metrics, weights: used } = run.card;
    expect(head).toMatchObject({ features: 64, images: 60, crossValidation: { folds: 5, repeats: 4 } });
    const { accuracy, interval } = head!.crossValidation!;
    expect(interval[0]).toBeLessThan(accuracy);
    expect(interval[1]).toBeGreaterThan(accuracy);
    expect(metrics.test).toEqual(run.test);
    expect(used!.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(events.filter(({ type }) => type !== "features").map(({ type }) => type)).toEqual([
      "data",
      "base",
      "head",
    ]);
    expect(events).toContainEqual(
      expect.objectContaining({ type: "features", part: "train", done: 60, total: 60 }),
    );
    expect(events).toContainEqual(expect.objectContaining({ type: "features", part: "test", done: 12 }));

    // What the test images say of the whole network is what their features said of its head.
    const { evaluation } = await evaluateRun(place, { data });
    expect(evaluation.loss).toBeCloseTo(run.test!.loss, 3);
    // Features by chance make logits that are nearly equal, and probabilities that are: one image may go either way.
    expect(Math.abs(evaluation.accuracy - run.test!.accuracy)).toBeLessThan(1.5 / data.test.length);
    const classifier = await openClassifier(place);
    const probabilities = await classifier.predict((data.test as LabeledImages).images, data.test.length);
    expect(probabilities).toHaveLength(12 * data.classNames.length);
    const { judged, test } = run;
    expect(judged!.loss).toBe(test!.loss);
    for (const [i, probability] of judged!.probabilities.entries())
      expect(probability).toBeCloseTo(probabilities[i]!, 3);
    const open = { ...classifier, judge: async () => judged! };
    const known = await evaluateRun(place, { data, classifier: open });
    expect(known.evaluation).toMatchObject({ accuracy: test!.accuracy, loss: test!.loss });
    await classifier.dispose();
    expect([...(await exportRun(place, "onnx")).keys()]).toEqual(["model.onnx"]);

    await expect(resumeRun(place, options)).resolves.toMatchObject({ history: [], test: run.test });
    const resumed: RunEvent[] = [];
    await resumeRun(place, { onEvent: (event) => resumed.push(event) });
    expect(resumed).toEqual([
      expect.objectContaining({ finished: "the head is computed, and the recipe has no epochs" }),
    ]);
    await expect(resumeRun(place, { epochs: 3 })).rejects.toThrow("no steps to go on with");
  });

  it("is the same again, and another with mirror images, a strength and weights of classes", async () => {
    const places = new Map<string, MemoryPlace>();
    const strengths: number[] = [];
    for (const [name, changes] of Object.entries<Partial<RecipeDraft>>({
      first: {},
      again: {},
      flips: { head: { type: "logisticRegression", flips: true } },
      strength: { head: { type: "logisticRegression", strength: 0.5 } },
      balanced: { classWeight: "balanced" },
    })) {
      places.set(name, memoryPlace(name));
      const { card } = await trainRun({ ...draft, ...changes }, places.get(name)!, options);
      strengths.push(card.head!.strength);
    }
    const isAsFirst = (name: string) => haveSameWeights(places.get("first")!, places.get(name)!);
    expect(await isAsFirst("again")).toBe(true);
    expect(await isAsFirst("flips")).toBe(false);
    expect(await isAsFirst("strength")).toBe(false);
    expect(strengths[3]).toBe(0.5);
  });

  it("is where steps begin, with normalizations as they were; stopped, they go on to the bit", async () => {
    const whole = memoryPlace("whole");
    const { history, card, recipe, model } = await trainRun(fineTuned, whole, options);
    expect(history).toHaveLength(3);
    expect(recipe).toMatchObject({
      normalization: "frozen",
      optimizer: { type: "adamw", learningRate: 3e-4 },
      data: { augment: [{ type: "RandomHorizontalFlip" }, { type: "RandomCrop", paddingMode: "reflect" }] },
      callbacks: [{ type: "earlyStopping", restoreBestWeights: true }],
    });
    expect(card.head).toMatchObject({ images: 40 });
    const variance = model.getLayer("bn1").getWeights()[3]!.dataSync();
    expect([...variance]).toEqual(theirVariance);

    // In the second phase.
    const place = memoryPlace("stopped in step 5");
    const controller = new AbortController();
    let steps = 0;
    const stop = { name: "stop", onBatchEnd: () => void (++steps === 5 && controller.abort()) };
    await trainRun(fineTuned, place, { ...options, callbacks: [stop], signal: controller.signal });
    await resumeRun(place, { ...options, weights: undefined });
    expect(await haveSameWeights(whole, place)).toBe(true);
    expect((await loadCard(place.folder)).head).toEqual(card.head);

    // The head alone takes its place, and leaves nothing to go on from.
    expect(namesIn(whole)).toContain("checkpoint/checkpoint.json");
    await trainRun(draft, whole, options);
    expect(namesIn(whole).filter((name) => name.startsWith("checkpoint"))).toEqual([]);
  });

  it("begins anew when it was ended before there was one", async () => {
    const place = memoryPlace();
    const controller = new AbortController();
    const ended = trainRun(draft, place, {
      ...options,
      signal: controller.signal,
      onEvent: ({ type }) => type === "features" && controller.abort(new Error("ended")),
    });
    await expect(ended).rejects.toThrow("ended");
    const events: string[] = [];
    const run = await resumeRun(place, { ...options, onEvent: ({ type }) => events.push(type) });
    expect(events[0]).toBe("anew");
    expect(run.card.head).toBeDefined();
  });
});

describe("a head cannot be computed", () => {
  const only = (labels: readonly number[]): Dataset => {
    const positions = labels.map((label) => data.train.labels.indexOf(label));
    return { ...data, train: select(data.train, positions) };
  };
  const trained = (changes: Partial<RecipeDraft>, images: Dataset) =>
    trainRun({ ...draft, ...changes }, memoryPlace(), { ...options, data: images });

  it.each([
    [
      "without images of each class",
      {},
      only([0, 0, 1, 1]),
      /recipe\.head: .*no training images of .*: add some, or take the class away/,
    ],
    [
      "on maps",
      { model: { architecture: "squeezenet1.1" } },
      data,
      /recipe\.head: .*squeezenet1\.1 has before its last layer is \[images, 8, 8, 512\]: choose another/,
    ],
    [
      "with contradictions",
      { data: { dataset: "synthetic-shapes", mix: [{ type: "MixUp" }] }, loss: { fromLogits: false } },
      data,
      /recipe\.loss\.fromLogits: .*; recipe\.data\.mix changes images from step to step, and recipe\.epochs is 0/,
    ],
    ["without a name", { head: { type: "logistic" } as never }, data, /recipe\.head\.type: .*logistic/],
    [
      "with a wrong strength",
      { head: { type: "logisticRegression", strength: -1 } as never },
      data,
      /strength/,
    ],
    [
      "by no epochs",
      { head: { type: "trained" }, epochs: 0 } as never,
      data,
      /without epochs nothing is trained/,
    ],
  ])("%s", async (_, changes, images, message) => {
    await expect(trained(changes as never, images)).rejects.toThrow(message);
  });

  it("well on one picture a class, which is said", async () => {
    const notes: string[] = [];
    const { card } = await trainRun(draft, memoryPlace(), {
      ...options,
      data: only(data.classNames.map((_, label) => label)),
      onEvent: (event) => event.type === "note" && notes.push(event.message),
    });
    expect(notes).toEqual([expect.stringMatching(/^one picture of .* is too few to tell/)]);
    expect(card.head).toMatchObject({ strength: 1e-3 });
    expect(card.head).not.toHaveProperty("crossValidation");
  });
});
