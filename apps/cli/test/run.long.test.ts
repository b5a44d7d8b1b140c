import { cpSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadDataset } from "@imgcls/datasets";
import * as tf from "@tensorflow/tfjs";
import { decode, encode } from "fast-png";
import * as ort from "onnxruntime-node";
import { beforeAll, describe, expect, it } from "vitest";
import { imgcls, jsonLines, temporaryFolder } from "./imgcls.js";

let cwd: string;
let trained: Record<string, unknown>;

/** [width, height] */
const sizeOf = (svg: string): number[] => /width="(\d+)" height="(\d+)"/.exec(svg)!.slice(1).map(Number);

/** The first test image as a file, and the same dark on light. */
async function writePictures(): Promise<void> {
  const { test } = await loadDataset("synthetic-digits");
  const data = test.images.slice(0, 28 * 28);
  const size = { width: 28, height: 28, channels: 1, depth: 8 } as const;
  writeFileSync(join(cwd, "digit.png"), encode({ ...size, data }));
  writeFileSync(join(cwd, "inverted.png"), encode({ ...size, data: data.map((value) => 255 - value) }));
  const paper = new Uint8Array(100 * 140).fill(240);
  for (let y = 0; y < 28; y++) {
    for (let x = 0; x < 28; x++) paper[(y + 60) * 100 + x + 5] = 240 - 0.8 * data[y * 28 + x]!;
  }
  writeFileSync(join(cwd, "note.png"), encode({ ...size, width: 100, height: 140, data: paper }));
  writeFileSync(join(cwd, "broken.png"), "this is no picture");
}

beforeAll(async () => {
  cwd = temporaryFolder();
  await writePictures();
  const args = "train --dataset synthetic-digits --arch mlp --epochs 2 --limit 2000 --out run --json";
  const { code, stdout, stderr } = await imgcls(args.split(" "), { cwd });
  expect(code, stderr).toBe(0);
  trained = jsonLines(stdout).at(-1)!;
});

describe("evaluate", () => {
  it("prints scikit-learn's report and writes a page with pictures", async () => {
    const { code, stdout, stderr } = await imgcls(["evaluate", "run"], { cwd });
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^ +precision +recall +f1-score +support\n/);
    expect(stdout).toMatch(/weighted avg +0\.\d\d +0\.\d\d +0\.\d\d +1000/);
    expect(stderr).toContain("run/report.html");
    expect(readFileSync(join(cwd, "run/report.html"), "utf8")).toContain("<!doctype html>");
  });

  it("writes every chart of the report as files, in fixed colours", async () => {
    const { code, stdout, stderr } = await imgcls(["evaluate", "run", "--charts", "figures", "--json"], {
      cwd,
    });
    expect(code, stderr).toBe(0);
    const names = [
      "loss",
      "accuracy",
      "confusion-matrix",
      "class-recall",
      "reliability",
      "likelihoods",
      "roc",
    ];
    const { charts } = jsonLines(stdout).at(-1) as { charts: string[] };
    for (const name of [...names, "precision-recall"]) {
      expect(charts).toContain(`figures/${name}.svg`);
      const svg = readFileSync(join(cwd, `figures/${name}.svg`), "utf8");
      expect(svg).not.toMatch(/var\(|<style/);
      const png = decode(readFileSync(join(cwd, `figures/${name}.png`)));
      expect([png.width, png.height]).toEqual(sizeOf(svg).map((size) => 2 * size));
      // On white, whatever the reader's scheme is.
      expect([...png.data.subarray(0, 3)]).toEqual([255, 255, 255]);
    }
  });

  it("prints the same numbers for programs, those of the training among them", async () => {
    const { code, stdout } = await imgcls(["evaluate", "run", "--json", "--quiet"], { cwd });
    expect(code).toBe(0);
    const lines = jsonLines(stdout);
    expect(lines).toHaveLength(1);
    const [result] = lines as [
      { loss: number; accuracy: number; confusionMatrix: number[][]; perClass: unknown[] },
    ];
    const test = trained.test as { loss: number; accuracy: number };
    expect(result.accuracy).toBe(test.accuracy);
    expect(result.loss).toBeCloseTo(test.loss, 5);
    expect(result.confusionMatrix.flat().reduce((sum, count) => sum + count, 0)).toBe(1000);
    expect(result.perClass).toHaveLength(10);
    expect(result).toMatchObject({ event: "result", macro: {}, weighted: {}, topK: {} });
    const report = JSON.parse(readFileSync(join(cwd, "run/report.json"), "utf8"));
    expect(report.evaluation.accuracy).toBe(result.accuracy);
  });

  it("has the loss of the training, also where it diverged", async () => {
    const args =
      "train --dataset synthetic-digits --arch lenet5 --epochs 1 --limit 256 --lr 20 --out wild --json";
    const wild = await imgcls(args.split(" "), { cwd });
    const { test } = jsonLines(wild.stdout).at(-1) as { test: { loss: number; accuracy: number } };
    expect(test.loss).toBeGreaterThan(100);
    const { stdout } = await imgcls(["evaluate", "wild", "--json", "--quiet"], { cwd });
    const [result] = jsonLines(stdout) as [{ loss: number; accuracy: number }];
    expect(result.loss / test.loss).toBeCloseTo(1, 4);
    expect(result.accuracy).toBe(test.accuracy);
    const report = JSON.parse(readFileSync(join(cwd, "wild/report.json"), "utf8"));
    expect(report.evaluation.loss).toBe(result.loss);
  });

  it("is out of date, and removed, once the folder holds another model", async () => {
    cpSync(join(cwd, "run"), join(cwd, "again"), { recursive: true });
    await imgcls(["evaluate", "again"], { cwd });
    const done = await imgcls(["train", "--resume", "--out", "again"], { cwd });
    expect(done.stderr).toContain("Nothing left to do");
    expect(existsSync(join(cwd, "again/report.html"))).toBe(true);

    const args = "train --dataset synthetic-digits --arch mlp --epochs 1 --limit 64 --out again --quiet";
    const { stderr } = await imgcls(args.split(" "), { cwd });
    expect(stderr).toBe(
      "imgcls: again holds an earlier run: this training replaces its checkpoint within a minute and its model after the first epoch; report.html, report.md, report.json are removed then. To keep it, choose another --out, or go on with it with --resume\n",
    );
    expect(existsSync(join(cwd, "again/report.html"))).toBe(false);
  });
});

describe("runs compare", () => {
  it("draws curves, and which settings go with good results", async () => {
    const args =
      "train --dataset synthetic-digits --arch mlp --epochs 1 --limit 256 --lr 0.01 --out quick --quiet";
    await imgcls(args.split(" "), { cwd });
    const pictures = ["--out", "curves.svg", "--parallel", "settings.png"];
    const { code, stdout, stderr } = await imgcls(["runs", "compare", "run", "quick", ...pictures], { cwd });
    expect(code, stderr).toBe(0);
    expect(stdout).toContain("optimizer.learningRate");
    expect(readFileSync(join(cwd, "curves.svg"), "utf8")).toContain('fill="#fff"');
    expect(decode(readFileSync(join(cwd, "settings.png"))).width).toBeGreaterThanOrEqual(1280);

    const same = await imgcls(["runs", "compare", "run", "run", "--parallel", "settings.svg"], { cwd });
    expect(same.code).toBe(1);
    expect(same.stderr).toContain("--parallel: the recipes of these runs do not differ in any setting.");
  });
});

describe("export", () => {
  const exported = (...args: string[]) => imgcls(["export", "run", ...args], { cwd });

  it("writes an ONNX file that onnxruntime alone classifies with", async () => {
    const { code, stdout, stderr } = await exported("--format", "onnx", "--json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(jsonLines(stdout)).toEqual([
      {
        event: "result",
        file: "run/model.onnx",
        format: "onnx",
        files: [{ file: "run/model.onnx", bytes: expect.any(Number) }],
      },
    ]);
    const session = await ort.InferenceSession.create(join(cwd, "run/model.onnx"));
    const images = new ort.Tensor(
      "uint8",
      decode(readFileSync(join(cwd, "digit.png"))).data as Uint8Array,
      [1, 28, 28, 1],
    );
    const { probabilities } = await session.run({ images });
    const predicted = await imgcls(["predict", "run", "digit.png", "--json", "--top", "10"], { cwd });
    const [{ predictions }] = jsonLines(predicted.stdout) as [
      { predictions: { class: string; probability: number }[] },
    ];
    const values = probabilities!.data as Float32Array;
    for (const { class: name, probability } of predictions) {
      expect(values[Number(name)]).toBeCloseTo(probability, 5);
    }
    await session.release();
  });

  it("takes the options of the format, and says which do not belong to it", async () => {
    const small = await exported(
      "--format",
      "onnx",
      "--fp16",
      "--logits",
      "--no-preprocessing",
      "--out",
      "small.onnx",
    );
    expect(small.code, small.stderr).toBe(0);
    const session = await ort.InferenceSession.create(join(cwd, "small.onnx"));
    expect([session.inputNames, session.outputNames]).toEqual([["input"], ["logits"]]);
    await session.release();
    const wrong = await exported("--format", "tfjs", "--fp16", "--no-preprocessing");
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(
      /--fp16, --no-preprocessing: for --format onnx alone.*--format tfjs needs --out/,
    );
    expect((await exported("--format", "onyx")).stderr).toContain('Did you mean "onnx"?');
  });

  it("writes a folder for TensorFlow.js", async () => {
    const { code, stdout, stderr } = await exported("--format", "tfjs", "--out", "site/model");
    expect(code, stderr).toBe(0);
    expect(stdout).toContain("site/model/model.json");
    for (const name of ["model.json", "weights.bin"]) {
      expect(readFileSync(join(cwd, "site/model", name))).toEqual(readFileSync(join(cwd, "run", name)));
    }
    const metadata = JSON.parse(readFileSync(join(cwd, "site/model/metadata.json"), "utf8"));
    expect(metadata).toMatchObject({ classNames: expect.arrayContaining(["7"]), inputShape: [28, 28, 1] });
  });
});

describe("predict", () => {
  it("prints one JSON object a file, in order", async () => {
    const files = ["inverted.png", "digit.png", "inverted.png"];
    const { code, stdout, stderr } = await imgcls(["predict", "run", ...files, "--json"], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const lines = jsonLines(stdout) as {
      file: string;
      predictions: { class: string; probability: number }[];
    }[];
    expect(lines.map(({ file }) => file)).toEqual(files);
    for (const line of lines) {
      expect(Object.keys(line)).toEqual(["file", "predictions"]);
      expect(line.predictions).toHaveLength(5);
      const probabilities = line.predictions.map(({ probability }) => probability);
      expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
    }
    expect(lines[0]).toEqual(lines[2]);
  });

  it("agrees with a program that reads the run folder with TensorFlow.js alone", async () => {
    const { modelTopology, weightsManifest } = JSON.parse(readFileSync(join(cwd, "run/model.json"), "utf8"));
    const weightData = new Uint8Array(readFileSync(join(cwd, "run/weights.bin"))).buffer;
    const weightSpecs = weightsManifest.flatMap((group: { weights: object[] }) => group.weights);
    const model = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
    const { test } = await loadDataset("synthetic-digits");
    const pixels = Float32Array.from(test.images.subarray(0, 28 * 28), (grey) => grey / 255);
    const expected = (model.predict(tf.tensor4d(pixels, [1, 28, 28, 1])) as tf.Tensor).dataSync();

    const { stdout } = await imgcls("predict run digit.png --json --top 10".split(" "), { cwd });
    const [{ predictions }] = jsonLines(stdout) as [
      { predictions: { class: string; probability: number }[] },
    ];
    expect(predictions).toHaveLength(10);
    for (const { class: name, probability } of predictions) {
      expect(Math.abs(probability - expected[Number(name)]!)).toBeLessThan(1e-4);
    }
  });

  it("gives all classes with --top 10, and takes dark on light with --invert", async () => {
    type Line = { predictions: { class: string; probability: number }[] };
    const first = async (args: string) =>
      (jsonLines((await imgcls(args.split(" "), { cwd })).stdout) as Line[])[0]!.predictions;
    const predictions = await first("predict run digit.png --json --top 10");
    expect(predictions).toHaveLength(10);
    expect(predictions.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
    expect(await first("predict run inverted.png --invert --json --top 10")).toEqual(predictions);
  });

  it("finds a small digit on light paper with --drawing", async () => {
    type Line = { predictions: { class: string }[] };
    const { stdout } = await imgcls("predict run digit.png --json --top 1".split(" "), { cwd });
    const { code, stdout: found } = await imgcls("predict run note.png --drawing --json --top 1".split(" "), {
      cwd,
    });
    expect(code).toBe(0);
    const best = (text: string) => (jsonLines(text) as Line[])[0]!.predictions[0]!.class;
    expect(best(found)).toBe(best(stdout));
  });

  it("names a file that does not decode, classifies the others, and fails", async () => {
    const args = "predict run broken.png digit.png missing.png --json".split(" ");
    const { code, stdout, stderr } = await imgcls(args, { cwd });
    expect(code).toBe(1);
    expect(jsonLines(stdout).map(({ file }) => file)).toEqual(["digit.png"]);
    const [broken, missing, ...others] = stderr.trimEnd().split("\n");
    expect(broken).toMatch(/^imgcls: Cannot decode the image broken\.png: /);
    expect(missing).toMatch(/^imgcls: Cannot decode the image missing\.png: /);
    expect(others).toEqual([]);
  });
});

/** Twenty of them, as an unlucky copy may. */
function changeBytes(file: string, at: number): void {
  const content = readFileSync(file);
  for (let i = at; i < at + 20; i++) content[i]! ^= 0x55;
  writeFileSync(file, content);
}

describe("a run folder that is not what it should be", () => {
  const damaged = async (damage: (folder: string) => void): Promise<string> => {
    const folder = join(temporaryFolder(), "run");
    cpSync(join(cwd, "run"), folder, { recursive: true });
    damage(folder);
    const { code, stdout, stderr } = await imgcls(["predict", folder, "digit.png"], { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^imgcls: [^\n]+\n$/);
    expect(stderr).toContain(folder);
    return stderr;
  };

  it("has truncated weights", async () => {
    expect(await damaged((run) => truncateSync(join(run, "weights.bin"), 1000))).toContain("weights.bin");
  });

  it("has a damaged model card", async () => {
    expect(await damaged((run) => writeFileSync(join(run, "imgcls.json"), "{"))).toContain("imgcls.json");
  });

  it("has class names that do not fit the model", async () => {
    const fewer = (run: string) => {
      const file = join(run, "imgcls.json");
      const { files, sha256, ...card } = JSON.parse(readFileSync(file, "utf8"));
      // Of the version before there were digests, which would show it first.
      writeFileSync(file, JSON.stringify({ ...card, schemaVersion: 1, classNames: ["a", "b"] }));
    };
    expect(await damaged(fewer)).toContain("classNames has 2 names");
  });

  it("has other weights than it was saved with, in every command that uses them", async () => {
    const folder = join(temporaryFolder(), "run");
    cpSync(join(cwd, "run"), folder, { recursive: true });
    changeBytes(join(folder, "weights.bin"), 5000);
    const commands = [
      ["evaluate", folder],
      ["predict", folder, "digit.png"],
      ["export", folder, "--format", "onnx"],
      ["export", folder, "--format", "tfjs", "--out", join(folder, "../site")],
    ];
    for (const args of commands) {
      const { code, stdout, stderr } = await imgcls(args, { cwd });
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toMatch(/^imgcls: .*run\/weights\.bin: expected the content of sha256 [^\n]+\n$/);
    }
  });

  it("has a damaged file that a command does not need, and does without it", async () => {
    const folder = join(temporaryFolder(), "run");
    cpSync(join(cwd, "run"), folder, { recursive: true });
    const [tensors] = readdirSync(join(folder, "checkpoint")).filter((name) => name.endsWith(".bin"));
    for (const name of [`checkpoint/${tensors}`, "history.json"]) changeBytes(join(folder, name), 200);
    const predicted = await imgcls(["predict", folder, "digit.png", "--json"], { cwd });
    const expected = await imgcls(["predict", "run", "digit.png", "--json"], { cwd });
    expect(predicted).toEqual(expected);
    const evaluated = await imgcls(["evaluate", folder], { cwd });
    expect({ code: evaluated.code, stdout: evaluated.stdout }).toEqual({ code: 1, stdout: "" });
    expect(evaluated.stderr).toContain("history.json: expected the content of sha256");
    const resumed = await imgcls(["train", "--resume", "--out", folder], { cwd });
    expect(resumed.code).toBe(1);
    expect(resumed.stderr).toContain(`checkpoint/${tensors}: expected sha256`);
  });

  it("is no run folder at all", async () => {
    const { code, stderr } = await imgcls(["evaluate", "nowhere"], { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^imgcls: nowhere\/imgcls\.json: [^\n]+\n$/);
  });
});

describe("the output", () => {
  it("may be closed by its reader", async () => {
    const { code, stderr } = await imgcls(["datasets"], { watch: (child) => child.stdout?.destroy() });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("has a stack trace with --verbose only", async () => {
    const { stderr } = await imgcls(["--verbose", "datasets", "info", "nothing"]);
    expect(stderr).toContain("    at ");
  });
});
