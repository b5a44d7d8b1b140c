import { buildModel, pytorchTensors } from "@imgcls/architectures";
import { type ImageSet, loadDataset } from "@imgcls/datasets";
import { loadOnnx, safetensorsFile } from "@imgcls/test-utils";
import { loadCard, loadSavedModel, onnxEngine } from "@imgcls/training";
import { describe, expect, it } from "vitest";
import {
  exportRun,
  type MemoryPlace,
  memoryPlace,
  openClassifier,
  type RecipeDraft,
  trainRun,
} from "../src/index.js";

const data = await loadDataset("synthetic-shapes", { trainSize: 120, testSize: 30 });
const { images, length } = data.test as ImageSet & { readonly images: Uint8Array };

const WITH_SOFTMAX = "cifar10-cnn";
const file = pytorchTensors(buildModel(WITH_SOFTMAX, { classes: 1000, initialWeights: "zeros" }));
const weights = safetensorsFile(file, (index) => 0.02 * Math.sin(index));
const options = {
  data,
  weights,
  featureCache: "none",
  engine: async () => onnxEngine({ threads: 1 }),
} as const;

/** A head that is trained further, with logits; a network with a softmax of its own; and a head that stays as computed. */
const drafts: Record<string, RecipeDraft> = {
  logits: {
    data: { dataset: "synthetic-shapes", validation: 40 },
    model: { architecture: "lenet5" },
    head: { type: "logisticRegression" },
    epochs: 1,
  },
  probabilities: {
    data: { dataset: "synthetic-shapes", validation: 40 },
    model: { architecture: WITH_SOFTMAX, weights: "./theirs.safetensors" },
    epochs: 1,
  },
  head: {
    data: { dataset: "synthetic-shapes" },
    model: { architecture: "lenet5" },
    head: { type: "logisticRegression" },
  },
};

async function trained(draft: RecipeDraft): Promise<MemoryPlace> {
  const place = memoryPlace();
  await trainRun(draft, place, options);
  return place;
}

async function answersOf(place: MemoryPlace) {
  const classifier = await openClassifier(place);
  const answers = await classifier.classify(images, length);
  const predicted = await classifier.predict(images, length);
  await classifier.dispose();
  expect(predicted).toEqual(answers.probabilities);
  return answers;
}

/** What the run's ONNX file says of the test images. */
async function exported(place: MemoryPlace, changes: Parameters<typeof exportRun>[2] = {}) {
  const files = await exportRun(place, "onnx", changes);
  const program = await loadOnnx(files.get("model.onnx")!);
  const outputs = await program.run({ images: { data: images, shape: [length, ...data.shape] } });
  await program.release();
  return outputs;
}

const greatestDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a, (value, i) => Math.abs(value - b[i]!)).reduce((x, y) => Math.max(x, y));

describe.each(Object.entries(drafts))("a run with %s", (name, draft) => {
  it("says how sure it is and what is unknown, and so does its ONNX file", async () => {
    const place = await trained(draft);
    const { calibration, unknown: rule } = await loadCard(place.folder);
    expect(calibration!.temperature).toBeGreaterThan(0);
    expect(rule).toMatchObject({ score: name === "probabilities" ? "uncertainty" : "energy" });
    expect(rule!.knownRefused).toBeLessThanOrEqual(0.05);
    const { probabilities, unknown } = await answersOf(place);
    expect(unknown).toHaveLength(length);
    for (const { score, isUnknown } of unknown!) expect(isUnknown).toBe(score > rule!.threshold);

    const scores = unknown!.map(({ score }) => score);
    const outputs = await exported(place);
    expect(greatestDifference(outputs.probabilities!, probabilities)).toBeLessThan(1e-4);
    expect(outputs.unknown_score).toHaveLength(length);
    expect(greatestDifference(outputs.unknown_score!, scores)).toBeLessThan(1e-4);
    const half = await exported(place, { fp16: true, logits: true });
    expect(greatestDifference(half.unknown_score!, scores)).toBeLessThan(0.05);
  });
});

it("a temperature changes no class, and no loss of the evaluation", async () => {
  const place = await trained(drafts.logits!);
  const card = await loadCard(place.folder);
  const saved = await loadSavedModel(place.folder);
  const { calibration: _, unknown: __, ...plainCard } = card;
  const plain = await openClassifier({ ...saved, card: plainCard });
  const own = await openClassifier({ ...saved, card });
  const [before, after] = [await plain.classify(images, length), await own.classify(images, length)];
  expect(before.unknown).toBeUndefined();
  const classOf = (rows: Float32Array, i: number) => {
    const row = rows.subarray(i * 10, (i + 1) * 10);
    return row.indexOf(Math.max(...row));
  };
  for (let i = 0; i < length; i++) {
    expect(classOf(after.probabilities, i)).toBe(classOf(before.probabilities, i));
  }
  expect((await own.judge(data.test)).loss).toBe((await plain.judge(data.test)).loss);
  await plain.dispose();
  await own.dispose();
});

it("of a network that learnt from its own images alone, nothing is said: its model is all there is to know", async () => {
  const plain = await trained({ ...drafts.logits!, head: { type: "trained" } });
  expect(await loadCard(plain.folder)).not.toHaveProperty("calibration");
  expect(await loadCard(plain.folder)).not.toHaveProperty("unknown");
});

it("fits nothing on fewer than 20 images, nor on test images", async () => {
  const few = await trained({ ...drafts.logits!, data: { dataset: "synthetic-shapes", validation: 15 } });
  const tested = await trained({
    ...drafts.logits!,
    data: { dataset: "synthetic-shapes", validation: "test" },
  });
  for (const place of [few, tested]) {
    expect(await loadCard(place.folder)).not.toHaveProperty("unknown");
    expect(await loadCard(place.folder)).not.toHaveProperty("calibration");
  }
});
