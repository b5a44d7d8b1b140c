import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLabeledImages, type Dataset, type LabeledImages, random } from "@imgcls/datasets";
import { expectAllClose, loadOnnx } from "@imgcls/test-utils";
import { onnxEngine, tfjsEngine } from "@imgcls/training";
import { afterAll, describe, expect, it } from "vitest";
import {
  evaluateRun,
  exportRun,
  fineTune,
  learningCurveOf,
  memoryPlace,
  openClassifier,
  PretrainedError,
  planWithin,
  recipeProblems,
  transferDraft,
} from "../src/index.js";

/** Small classifiers that PyTorch has exported, for images of 12×12. */
const golden = JSON.parse(
  readFileSync(new URL("../../onnx/test/golden/onnx-bases.json", import.meta.url), "utf8"),
) as {
  readonly side: number;
  readonly files: Record<string, string>;
  readonly external: Record<string, string>;
};
const bytesOf = (base64: string) => Buffer.from(base64, "base64");

const folder = mkdtempSync(join(tmpdir(), "imgcls-onnx-base-"));
afterAll(() => rmSync(folder, { recursive: true }));
const written = (name: string, base64: string): string => {
  writeFileSync(join(folder, name), bytesOf(base64));
  return join(folder, name);
};
const base = written("classifier.onnx", golden.files.fixed!);

const CLASSES = ["dark", "bright"];
function pictures(count: number, seed: number, side = golden.side): LabeledImages {
  const draw = random(seed, "pictures");
  const labels = Int32Array.from({ length: count }, (_, i) => i % 2);
  const pixels = side * side * 3;
  const images = Uint8Array.from(
    { length: count * pixels },
    (_, i) => draw.integer(100) + 100 * labels[Math.floor(i / pixels)]!,
  );
  return createLabeledImages({ shape: [side, side, 3], classNames: CLASSES, labels, images });
}
const dataOf = (side?: number): Dataset => {
  const train = pictures(40, 1, side);
  return {
    id: "synthetic-shapes",
    shape: train.shape,
    classNames: CLASSES,
    train,
    test: pictures(10, 2, side),
  };
};
const data = dataOf();
const options = {
  data,
  headOnly: true,
  featureCache: "none",
  engine: async () => onnxEngine({ threads: 1 }),
} as const;

describe("a head on the network of an ONNX file", () => {
  it("is an ordinary run: judged, opened, exported as one file", async () => {
    const place = memoryPlace();
    const { card, test } = await fineTune("synthetic-shapes", { ...options, base, place });
    expect(test!.accuracy).toBe(1);
    expect(card).toMatchObject({
      architecture: { id: "onnx" },
      head: { features: 10, images: 40 },
      preprocessing: { scale: 1 / 255, mean: [0.485, 0.456, 0.406] },
      weights: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect((await evaluateRun(place, { data })).evaluation.loss).toBeCloseTo(test!.loss, 4);

    const { images } = data.test as LabeledImages;
    const classifier = await openClassifier(place);
    const { probabilities, unknown } = await classifier.classify(images, 10);
    await classifier.dispose();
    const whole = (await exportRun(place, "onnx")).get("model.onnx")!;
    const program = await loadOnnx(whole);
    const result = await program.run({ images: { data: images, shape: [10, ...data.shape] } });
    await program.release();
    expectAllClose(result.probabilities!, probabilities, 1e-5);
    expectAllClose(
      result.unknown_score!,
      Float32Array.from(unknown!, ({ score }) => score),
      1e-5,
    );
    await expect(exportRun(place, "tfjs")).rejects.toThrow("which TensorFlow.js cannot run: export onnx");

    // What was exported is a base again, with pixels as they are.
    const again = await fineTune("synthetic-shapes", { ...options, base: "run.onnx", bytes: whole });
    expect(again.card.preprocessing).toEqual({ scale: 1 });
    expect(again.test!.loss).toBeCloseTo(test!.loss, 4);
  });

  it("reads numbers from the file beside it", async () => {
    const path = written("outside.onnx", golden.external["onnx-base.onnx"]!);
    const missing = fineTune("synthetic-shapes", { ...options, base: path });
    await expect(missing).rejects.toThrow(
      /base\.onnx\.data": expected a file of weights, found no such file/,
    );
    written("base.onnx.data", golden.external["base.onnx.data"]!);
    const { test } = await fineTune("synthetic-shapes", { ...options, base: path });
    expect(test!.accuracy).toBe(1);
  });

  it("says in the exported file how your own pictures are cut", async () => {
    const place = memoryPlace();
    const { card } = await fineTune("folder:mine", { ...options, base, place });
    expect(card.recipe).toMatchObject({ data: { fit: "cover" } });
    const whole = (await exportRun(place, "onnx")).get("model.onnx")!;
    expect(Buffer.from(whole).includes('"antialias":true,"fit":"cover"')).toBe(true);
  });

  it("has a learning curve", async () => {
    const { data, engine } = options;
    const { points } = await learningCurveOf("synthetic-shapes", { base, data, engine, cache: "none" });
    expect(points.at(-1)!.accuracy).toBe(1);
  });
});

describe("refuses", () => {
  it.each([
    ["a file that is none", { base: written("none.onnx", "PGh0bWw+") }, /none\.onnx: expected a ModelProto/],
    ["images of another size", { base, data: dataOf(16) }, /expected images of 12×12×3, received 16×16×3/],
  ])("%s", async (_, given, problem) => {
    const training = fineTune("synthetic-shapes", { ...options, ...given });
    await expect(training).rejects.toThrow(PretrainedError);
    await expect(training).rejects.toThrow(problem);
  });

  it("TensorFlow.js as its engine", async () => {
    const engine = async () => tfjsEngine({ backend: "cpu" });
    const training = fineTune("synthetic-shapes", { ...options, base, engine });
    await expect(training).rejects.toThrow(/TensorFlow.js cannot compute the network of an ONNX file/);
  });

  it("to train its layers, or to choose by time", async () => {
    const draft = transferDraft({ dataset: "synthetic-shapes", base, fineTune: true });
    expect(recipeProblems(draft)).toEqual([
      expect.stringMatching(/^recipe.model.architecture: the network of an ONNX file stays as it is/),
    ]);
    await expect(
      planWithin(transferDraft({ dataset: "synthetic-shapes", base }), 60, options),
    ).rejects.toThrow("only the head is computed");
  });

  it("it as weights of an architecture, and other weights as its file", () => {
    const problemsWith = (model: object) =>
      recipeProblems({ data: { dataset: "mnist" }, model, head: { type: "logisticRegression" } });
    expect(problemsWith({ architecture: "resnet18", weights: "./a.onnx" })).toEqual([
      'recipe.model.weights: ./a.onnx is a network by itself, not weights of resnet18: choose the architecture "onnx" (--base ./a.onnx)',
    ]);
    for (const weights of [undefined, "imagenet", "./a.pth"]) {
      expect(problemsWith({ architecture: "onnx", weights })[0]).toMatch(
        "expected an ONNX file (./NAME.onnx)",
      );
    }
  });
});
