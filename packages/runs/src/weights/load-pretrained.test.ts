import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildModel, pytorchTensors, WeightsError } from "@imgcls/architectures";
import { FileMissingError } from "@imgcls/datasets";
import { safetensorsFile } from "@imgcls/test-utils";
import { afterAll, expect, it } from "vitest";
import { PretrainedError } from "./errors.js";
import { loadPretrained } from "./load-pretrained.js";

const ARCHITECTURE = "mobilenet-v3-small";
const ID = "timm/mobilenetv3_small_100.lamb_in1k";

/** A file with the architecture's tensors, all 0.5. */
const file = safetensorsFile(
  pytorchTensors(buildModel(ARCHITECTURE, { initialWeights: "zeros" })),
  () => 0.5,
);

const folder = await mkdtemp(join(tmpdir(), "imgcls-weights-"));
afterAll(() => rm(folder, { recursive: true }));

const failure = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => expect.unreachable(),
    (error: Error) => error,
  );

const firstWeight = (model: Awaited<ReturnType<typeof loadPretrained>>["model"]) =>
  model.layers.find(({ weights }) => weights.length > 0)!.getWeights()[0]!;

it("loads a file by path, and by bytes, with the facts of the architecture's own weights", async () => {
  const path = join(folder, "mine.safetensors");
  await writeFile(path, file);
  const { model, facts } = await loadPretrained(ARCHITECTURE, { weights: path, offline: true });
  expect(model.inputs[0]!.shape).toEqual([null, 224, 224, 3]);
  expect(model.outputs[0]!.shape).toEqual([null, 1000]);
  expect(
    firstWeight(model)
      .dataSync()
      .every((value) => value === 0.5),
  ).toBe(true);
  expect(facts).toMatchObject({
    ...{ architecture: ARCHITECTURE, classes: 1000, size: 224, shorterSide: 256, interpolation: "bicubic" },
    source: path,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(facts).not.toHaveProperty("id");
  expect(facts).not.toHaveProperty("licence");

  const smaller = await loadPretrained(ARCHITECTURE, { weights: file, inputShape: [32, 32, 3] });
  expect(smaller.model.inputs[0]!.shape).toEqual([null, 32, 32, 3]);
  expect(smaller.facts.sha256).toBe(facts.sha256);
});

it("loads by name what is in the cache, and says offline where it belongs", async () => {
  const cacheDir = join(folder, "cache");
  const options = { cacheDir, offline: true };
  const error = await failure(loadPretrained(ARCHITECTURE, options));
  expect(error).toBeInstanceOf(FileMissingError);
  expect(error.message).toContain(`/timm/mobilenetv3_small_100.lamb_in1k/resolve/main/model.safetensors as`);
  const place = join(cacheDir, "weights", ID);
  expect(error.message).toContain(`put it into ${place}`);

  await mkdir(place, { recursive: true });
  await writeFile(join(place, "model.safetensors"), file);
  for (const weights of ["imagenet", ID]) {
    const { facts } = await loadPretrained(ARCHITECTURE, { ...options, weights });
    expect(facts).toMatchObject({ id: ID, licence: "Apache-2.0" });
    expect(facts.source).toBe(`model.safetensors (in ${place})`);
  }
  await writeFile(join(place, "model.safetensors"), new Uint8Array(9));
  expect((await failure(loadPretrained(ARCHITECTURE, options))).message).toContain("damaged");
});

it("names the tensors of a checkpoint of another network", async () => {
  const error = await failure(loadPretrained("squeezenet1.1", { weights: file }));
  expect(error).toBeInstanceOf(WeightsError);
  expect(error.message).toContain('weights of squeezenet1.1 from a file: "features.0.weight" is missing');
  expect(error.message).toMatch(/and \d+ more\./);
});

it.each([
  ["resnet18", "timm/resnet18.a1", 'Did you mean "timm/resnet18.a1_in1k"?'],
  [
    "resnet18",
    "timm/resnet50.a1_in1k",
    "timm/resnet50.a1_in1k is of resnet50, not of resnet18; those of resnet18 are",
  ],
  ["lenet5", "imagenet", "no weights of lenet5 are known by name: give a file"],
  ["resnet18", "./missing.pth", "found no such file (looked for /"],
])("refuses for %s the weights %s", async (architecture, weights, expected) => {
  const error = await failure(loadPretrained(architecture, { weights, offline: true }));
  expect(error).toBeInstanceOf(PretrainedError);
  expect(error.message).toContain(expected);
});
