import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { imgcls, jsonLines, temporaryFolder } from "./imgcls.js";

/** Twenty steps an epoch of a model that trains fast. */
const QUICK = "train --dataset synthetic-digits --arch mlp --limit 640 --batch-size 32".split(" ");

describe("train", () => {
  it("prints events and the result as JSON, and writes a complete run folder", async () => {
    const cwd = temporaryFolder();
    const { code, stdout, stderr } = await imgcls([...QUICK, "--epochs", "2", "--out", "runs/a", "--json"], {
      cwd,
    });
    expect(code, stderr).toBe(0);
    const lines = jsonLines(stdout);
    expect(lines[0]).toMatchObject({
      event: "start",
      dataset: "synthetic-digits",
      architecture: "mlp",
      parameters: 535_818,
      sizes: { train: 640, validation: 600, test: 1000 },
      validatedOn: "validation",
      engine: { name: "onnx" },
    });
    const epochs = lines.filter(({ event }) => event === "epoch").map(({ event, ...row }) => row);
    const result = lines.at(-1) as Record<string, never>;
    expect(Object.keys(result)).toEqual([
      "event",
      "out",
      "epochs",
      "seconds",
      "engine",
      "test",
      "validatedOn",
      "history",
    ]);
    expect(result).toMatchObject({ event: "result", out: "runs/a", epochs: 2, history: epochs });
    expect(Object.keys(epochs[0]!)).toEqual([
      ...["epoch", "loss", "accuracy", "val_loss", "val_accuracy"],
      ...["learning_rate", "seconds", "images_per_second"],
    ]);
    // The test images are others than those that every epoch is validated on.
    expect(Object.keys(result.test!)).toEqual(["loss", "accuracy"]);
    expect(result.test).not.toMatchObject({ loss: epochs[1]?.val_loss });

    const run = join(cwd, "runs/a");
    expect(readdirSync(run).sort()).toEqual(
      [
        "checkpoint",
        "history.csv",
        "history.json",
        "imgcls.json",
        "model.json",
        "recipe.json",
        "weights.bin",
      ].sort(),
    );
    expect(JSON.parse(readFileSync(join(run, "history.json"), "utf8"))).toEqual(epochs);
    const card = JSON.parse(readFileSync(join(run, "imgcls.json"), "utf8"));
    expect(card).toMatchObject({
      schemaVersion: 3,
      architecture: { id: "mlp" },
      inputShape: [28, 28, 1],
      recipe: { optimizer: { type: "adam", learningRate: 0.001 }, batchSize: 32, epochs: 2 },
      dataset: { id: "synthetic-digits", sizes: { train: 640, validation: 600, test: 1000 } },
      metrics: {
        validation: { loss: epochs[1]?.val_loss, accuracy: epochs[1]?.val_accuracy },
        test: result.test,
      },
    });
    expect(JSON.parse(readFileSync(join(run, "recipe.json"), "utf8"))).toEqual(card.recipe);
  });

  it("says for people what it does, on stderr, and what came out, on stdout", async () => {
    const cwd = temporaryFolder();
    const { stdout, stderr } = await imgcls([...QUICK, "--epochs", "1", "--out", "run"], { cwd });
    expect(stdout).toMatch(
      /^Test accuracy \d+\.\d\d %, test loss \d\.\d{4} after 1 epoch in .*\nRun folder: run\n$/,
    );
    expect(stderr).toContain("Engine: onnx");
    expect(stderr).toContain("640 training, 600 validation and 1,000 test images");
    expect(stderr).toContain("Epoch 1/1");
    expect(stderr).not.toContain("Hi, looks like you are running TensorFlow.js");
  });

  it("is silent with --quiet and names the run folder itself without --out", async () => {
    const cwd = temporaryFolder();
    const { stdout, stderr } = await imgcls([...QUICK, "--epochs", "1", "--quiet"], { cwd });
    expect(stderr).toBe("");
    const [name] = readdirSync(join(cwd, "runs"));
    expect(name).toMatch(/^mlp-\d{8}-\d{6}$/);
    expect(stdout).toContain(`runs/${name}`);
  });

  it("overrides hyper-parameters; another optimizer starts from its own defaults", async () => {
    const cwd = temporaryFolder();
    const options =
      "--epochs 1 --batch-size 64 --optimizer sgd --seed 7 --engine tfjs --backend cpu --limit 128";
    const args = `train --dataset synthetic-digits --arch mlp --out run ${options}`.split(" ");
    const { code, stderr } = await imgcls(args, { cwd });
    expect(code, stderr).toBe(0);
    expect(JSON.parse(readFileSync(join(cwd, "run/imgcls.json"), "utf8"))).toMatchObject({
      recipe: { optimizer: { type: "sgd", learningRate: 0.01 }, batchSize: 64, epochs: 1 },
      seed: 7,
      engine: { name: "tfjs", device: "cpu" },
    });
  });

  it("ends in order when it is interrupted, and resumes to the very same weights", async () => {
    const cwd = temporaryFolder();
    const weights = (run: string) => readFileSync(join(cwd, run, "weights.bin"));
    const args = [...QUICK, "--epochs", "3", "--json"];
    const whole = imgcls([...args, "--out", "whole"], { cwd });

    const interrupted = await imgcls([...args, "--out", "cut"], {
      cwd,
      watch: (child) =>
        child.stdout?.on("data", (chunk: Buffer) => {
          if (chunk.toString().includes('"step"')) child.kill("SIGINT");
        }),
    });
    expect(interrupted.code, interrupted.stderr).toBe(130);
    expect(interrupted.stderr).toMatch(/imgcls: interrupted; .*imgcls train --resume --out cut\n$/);
    expect(jsonLines(interrupted.stdout).some(({ event }) => event === "result")).toBe(false);

    const resumed = await imgcls([...args, "--out", "cut", "--resume"], { cwd });
    expect(resumed.code, resumed.stderr).toBe(0);
    expect((await whole).code).toBe(0);
    expect(weights("cut").equals(weights("whole"))).toBe(true);
    const metrics = (stdout: string) => jsonLines(stdout).at(-1)?.test;
    expect(metrics(resumed.stdout)).toEqual(metrics((await whole).stdout));
  });

  it("continues a finished run with more epochs, and refuses other hyper-parameters", async () => {
    const cwd = temporaryFolder();
    await imgcls([...QUICK, "--epochs", "1", "--out", "run"], { cwd });
    const more = await imgcls("train --resume --out run --epochs 2 --json".split(" "), { cwd });
    expect(jsonLines(more.stdout).at(-1)).toMatchObject({ event: "result", epochs: 2 });

    const again = await imgcls("train --resume --out run".split(" "), { cwd });
    expect(again.code).toBe(0);
    expect(again.stderr).toContain("Nothing left to do");

    const other = await imgcls("train --resume --out run --seed 5 --lr 1".split(" "), { cwd });
    expect(other.code).toBe(2);
    expect(other.stderr).toContain("--seed 5: the run to resume was started with 0");
    expect(other.stderr).toContain("--lr 1: the run to resume was started with 0.001");
  });
});

describe("train --augment", () => {
  const augmented = [
    ...QUICK,
    "--out",
    "run",
    "--augment",
    "RandomCrop(padding=2), RandomHorizontalFlip(.3)",
  ];

  it("changes the training, keeps the augmentation in the card, and resumes with it", async () => {
    const cwd = temporaryFolder();
    const { code, stderr } = await imgcls([...augmented, "--epochs", "1"], { cwd });
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("Augmentation: RandomCrop(padding=2), RandomHorizontalFlip(p=0.3).");
    const { augment } = JSON.parse(readFileSync(join(cwd, "run/recipe.json"), "utf8")).data;
    expect(augment).toMatchObject([
      { type: "RandomCrop", size: null, padding: [2, 2, 2, 2], paddingMode: "constant" },
      { type: "RandomHorizontalFlip", p: 0.3 },
    ]);

    const resumed = await imgcls([...augmented, "--resume", "--epochs", "2", "--json"], { cwd });
    expect(resumed.code, resumed.stderr).toBe(0);
    const lines = jsonLines(resumed.stdout);
    expect(lines.find(({ event }) => event === "start")?.augment).toEqual(augment);

    const other = await imgcls(["train", "--resume", "--out", "run", "--augment", "RandAugment"], { cwd });
    expect(other.code).toBe(2);
    expect(other.stderr).toContain(
      "--augment RandAugment: the run to resume was started with RandomCrop(padding=2)",
    );
  });

  it("refuses to train on images of another size than those of the test", async () => {
    const args = [...QUICK, "--augment", "RandomCrop(24)"];
    const { code, stderr } = await imgcls(args, { cwd: temporaryFolder() });
    expect(code).toBe(2);
    expect(stderr).toContain("recipe.data.augment: expected training images of 28×28×1");
  });
});

describe("train fails in one line, exit code 1, and leaves nothing behind", () => {
  const failing = async (args: string, cwd: string): Promise<string> => {
    const { code, stdout, stderr } = await imgcls(args.split(" "), { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    const messages = stderr.split("\n").filter((line) => line.startsWith("imgcls: "));
    expect(messages).toHaveLength(1);
    expect(stderr).not.toContain("    at ");
    return messages[0]!;
  };
  const train = (options: string) =>
    `train --dataset synthetic-digits --arch mlp --epochs 1 --limit 64 ${options}`;

  it("when --out cannot be a folder", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "file"), "");
    expect(await failing(train("--out file"), cwd)).toContain("expected a folder, found a file");
    expect(await failing(train("--out file/run"), cwd)).toContain("file/run");
    expect(await failing(train("--out /proc/run"), cwd)).toContain("/proc/run");
  });

  it("when --out holds something else", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "thesis.txt"), "");
    expect(await failing(train("--out ."), cwd)).toContain("thesis.txt");
    expect(readdirSync(cwd)).toEqual(["thesis.txt"]);
  });

  it("when there is nothing to resume", async () => {
    expect(await failing("train --resume --out nowhere", temporaryFolder())).toContain("Start the training");
  });

  it("when the data is missing or damaged", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "train-images-idx3-ubyte"), "not images");
    const message = await failing("train --recipe mnist-cnn --out run --data-dir .", cwd);
    expect(message).toContain("t10k-labels-idx1-ubyte");
    expect(existsSync(join(cwd, "run"))).toBe(false);
  });

  it("when the backend is not installed", async () => {
    const message = await failing(train("--out run --backend tensorflow"), temporaryFolder());
    expect(message).toContain("npm install @tensorflow/tfjs-node");
  });

  it("when the loss is no number any more", async () => {
    const cwd = temporaryFolder();
    expect(await failing(train("--out run --optimizer sgd --lr 1000 --batch-size 4"), cwd)).toContain(
      "smaller learning rate",
    );
    expect(existsSync(join(cwd, "run"))).toBe(false);
  });
});
