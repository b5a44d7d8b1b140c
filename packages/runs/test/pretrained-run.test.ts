import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildModel, pytorchTensors } from "@imgcls/architectures";
import { loadDataset } from "@imgcls/datasets";
import { safetensorsFile } from "@imgcls/test-utils";
import { onnxEngine } from "@imgcls/training";
import { expect, it, onTestFinished } from "vitest";
import {
  folderPlace,
  haveSameWeights,
  loadPretrained,
  memoryPlace,
  type RecipeDraft,
  RecipeError,
  recipeOfCard,
  resumeRun,
  trainRun,
} from "../src/index.js";

const ARCHITECTURE = "squeezenet1.1";

const published = buildModel(ARCHITECTURE, { initialWeights: "zeros" });
const weights = safetensorsFile(pytorchTensors(published), (index) => 0.02 + 0.01 * ((index * 7) % 5));
const data = await loadDataset("synthetic-shapes", { trainSize: 16, testSize: 8 });
const options = { data, weights, engine: async () => onnxEngine({ threads: 1 }) };

/** Only the new last layer is trained. */
const draft: RecipeDraft = {
  data: { dataset: "synthetic-shapes", validation: "none" },
  model: { architecture: ARCHITECTURE, weights: "./theirs.safetensors" },
  trainable: ["classifier.1"],
  epochs: 2,
  batchSize: 8,
};

it("begins with the base's weights and a new last layer, and is an ordinary run; resuming needs no file", async () => {
  const whole = memoryPlace("whole");
  const run = await trainRun(draft, whole, options);
  const { card } = run;
  expect(card.weights).toEqual({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(card.architecture.options).not.toHaveProperty("weights");
  expect(recipeOfCard(card).model.weights).toBe("./theirs.safetensors");
  expect(card.preprocessing.mean).toEqual([0.485, 0.456, 0.406]);
  const stem = run.model.getLayer("features.0").getWeights()[0]!.dataSync();
  expect(stem.every((value) => value >= 0.0199 && value <= 0.0601)).toBe(true);
  expect(run.model.outputs[0]!.shape).toEqual([null, data.classNames.length]);

  const parts = memoryPlace("parts");
  await trainRun({ ...draft, epochs: 1 }, parts, options);
  const resumed = await resumeRun(parts, { data, engine: options.engine, epochs: 2 });
  expect(await haveSameWeights(parts, whole)).toBe(true);
  expect(resumed.card.weights).toEqual(card.weights);
  expect(resumed.card.preprocessing).toEqual(card.preprocessing);
});

it("begins with a run of one's own: its base, and a new last layer for other classes", async () => {
  const folder = await mkdtemp(join(tmpdir(), "imgcls-begin-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const first = folderPlace(join(folder, "first"));
  const trained = await trainRun({ ...draft, epochs: 1 }, first, options);
  const { model, facts, hasHead } = await loadPretrained(ARCHITECTURE, {
    weights: join(folder, "first", "model.json"),
    inputShape: data.shape,
  });
  expect(hasHead).toBe(false);
  expect(facts).toMatchObject({
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    preprocessing: trained.card.preprocessing,
  });
  const kernelOf = (network: typeof model) => network.getLayer("features.0").getWeights()[0]!.dataSync();
  expect(kernelOf(model)).toEqual(kernelOf(trained.model));
  await writeFile(join(folder, "model.json"), '{"weightsManifest":[{"paths":["../x.bin"],"weights":[]}]}');
  await expect(loadPretrained(ARCHITECTURE, { weights: join(folder, "model.json") })).rejects.toThrow(
    "expected the model.json of a LayersModel of TensorFlow.js",
  );
});

it("says before it opens the images what is wrong with the choice of weights", async () => {
  const changed = (model: RecipeDraft["model"], dataset = "cifar10") =>
    trainRun({ data: { dataset }, model: { architecture: ARCHITECTURE, ...model } }, memoryPlace("none"));
  await expect(changed({ weights: "torchvision/squeezenet1_1" })).rejects.toThrow(
    'recipe.model.weights: no weights have the name "torchvision/squeezenet1_1". Did you mean "torchvision/squeezenet1_1.IMAGENET1K_V1"?',
  );
  await expect(changed({ weights: "timm/resnet18.a1_in1k" })).rejects.toThrow(
    "is of resnet18, not of squeezenet1.1",
  );
  await expect(changed({ weights: "./missing.pth" })).rejects.toThrow("found no such file");
  await expect(changed({ weights: "" })).rejects.toThrow(RecipeError);
});

it("refuses grey images, and weights of another network by their tensors", async () => {
  const digits = await loadDataset("synthetic-digits", { trainSize: 20, testSize: 10 });
  const grey = { data: { dataset: "synthetic-digits" }, model: draft.model! } as const;
  await expect(trainRun(grey, memoryPlace("grey"), { ...options, data: digits })).rejects.toThrow(
    "recipe.model.weights: ./theirs.safetensors are for images with 3 channels, those of synthetic-digits have 1",
  );
  const other = { ...draft, model: { architecture: "resnet18", weights: "./theirs.safetensors" } } as const;
  await expect(trainRun(other, memoryPlace("other"), options)).rejects.toThrow(
    'weights of resnet18 from a file: "conv1.weight" is missing',
  );
});
