import { describe, expect, it } from "vitest";
import { imgcls } from "./imgcls.js";

const MARK = "LOADED:";

/** On exit, prints which files of packages were loaded as CommonJS, as all of the large ones are. */
const LIST_LOADED_MODULES = `data:text/javascript,${encodeURIComponent(`
  import Module from "node:module";
  process.on("exit", () => process.stderr.write("${MARK}" + JSON.stringify(Object.keys(Module._cache))));
`)}`;

const commands = ["train", "evaluate", "predict", "export", "datasets", "architectures", "recipes", "demo"];

describe("help", () => {
  it("names every command, with examples", async () => {
    const { code, stdout, stderr } = await imgcls(["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, "m"));
    expect(stdout).toContain("Examples:");
  });

  it.each(commands)("of %s has examples and exit code 0", async (command) => {
    const { code, stdout, stderr } = await imgcls([command, "--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`Usage: imgcls ${command}`);
    expect(stdout).toContain("Examples:");
    expect(stdout).toContain("--json");
  });

  it("of predict explains --invert", async () => {
    const { stdout } = await imgcls(["predict", "--help"]);
    expect(stdout).toContain("Dark on light");
  });

  it("prints the version", async () => {
    const { code, stdout } = await imgcls(["--version"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("nothing large is loaded", () => {
  it.each([
    ["--help"],
    ["train --help"],
    ["train --recipe mnist-cn"],
    ["train --dataset mnist --arch mlp --epochs 0"],
    ["predict run file --top 0"],
    ["architectures show nothing"],
    ["datasets info mnsit"],
  ])("for %s", async (args) => {
    const { stderr } = await imgcls(args.split(" "), { nodeOptions: ["--import", LIST_LOADED_MODULES] });
    const loaded = JSON.parse(stderr.slice(stderr.indexOf(MARK) + MARK.length)) as string[];
    expect(loaded.some((file) => file.includes("commander"))).toBe(true);
    expect(loaded.filter((file) => /tfjs|onnxruntime|sharp|packages.charts/.test(file))).toEqual([]);
  });
});

/** Wrong arguments and what the one line on stderr must contain. */
const wrong: readonly (readonly [args: string, ...expected: string[]])[] = [
  ["", "Usage: imgcls"],
  ["trian", "unknown command 'trian'", "Did you mean train?"],
  ["train --recipe mnist-cn", 'unknown recipe "mnist-cn"', 'Did you mean "mnist-cnn"?'],
  ["train --recipe mlp", 'unknown recipe "mlp"', "--dataset ID --arch mlp"],
  ["train --dataset mnsit --arch mlp", 'unknown data set "mnsit"', 'Did you mean "mnist"?'],
  ["train --dataset mnist --arch mlpp", 'unknown architecture "mlpp"', 'Did you mean "mlp"?'],
  ["train --recipe mnist-cnn --engine onx", 'unknown engine "onx"', 'Did you mean "onnx"?'],
  ["train --recipe mnist-cnn --backend wsm", 'unknown backend "wsm"', 'Did you mean "wasm"?'],
  ["train --recipe mnist-cnn --optimizer adm", 'unknown optimizer "adm"', 'Did you mean "adam"?'],
  ["train", "--recipe ID", "--dataset ID"],
  ["train --dataset mnist", "add --arch"],
  ["train --recipe mnist-cnn --arch mlp", "leave out --recipe"],
  ["train --recipe mnist-cnn --engine onnx --backend cpu", "--backend is for TensorFlow.js"],
  ["train --recipe mnist-cnn --engine tfjs --threads 2", "--threads is for the onnx engine"],
  ["train --recipe mnist-cnn --engine tfjs --device webgpu", "--device is for the onnx engine"],
  ["train --recipe mnist-cnn --device webgp", 'unknown device "webgp"', 'Did you mean "webgpu"?'],
  ["train --resume", "--resume needs --out"],
  ["train --recipe mnist-cnn --epoch 3", "unknown option '--epoch'", "Did you mean --epochs?"],
  ["datasets inf", 'unknown datasets command "inf"', 'Did you mean "info"?'],
  ["datasets list extra", "too many arguments"],
  ["datasets info mnsit", 'Unknown data set "mnsit"', 'Did you mean "mnist"?'],
  [
    "train --dataset synthetic-digits --arch mlp --augment RandomCorp(4),RandomCrop(pading=4)",
    'unknown augmentation "RandomCorp", did you mean RandomCrop?',
    'unknown parameter "pading", did you mean padding?',
  ],
  ["datasets preview synthetic-digits --out x.png --augment Cutout", "Cutout: length is missing"],
  ["datasets preview mnist --out x.jpg", "ends in .png or .html"],
  ["architectures show mnist-cn", 'unknown architecture "mnist-cn"', 'Did you mean "mnist-cnn"?'],
  ["recipes show cifar10cnn", 'unknown recipe "cifar10cnn"', 'Did you mean "cifar10-cnn"?'],
  ["predict runs/x", "expected a run folder (or --base and a network) and image files"],
  [
    "predict runs/x a.png --top 0",
    '--top: expected a whole number from 1 to 100000 (no model has more classes), received "0"',
  ],
  ["predict runs/x - a.png -", "-, the list on stdin, can be given once"],
  ...[
    ["--threads 100000", "processors here only wait for each other"],
    [
      "--epochs 1e9",
      "--epochs: expected a whole number from 1 to 100000 (history and report keep a row of each)",
    ],
    [
      "--batch-size 100000",
      "--batch-size: expected a whole number from 1 to 65536 (a batch is in memory at once)",
    ],
    ["--limit 1e10", "--limit: expected a whole number from 1 to 4294967295"],
    ["--seed 4294967296", "--seed: expected a whole number from 0 to 4294967295 (seeds have 32 bits)"],
    ["--lr 1e6", "--lr: expected a number above 0, up to 1000"],
    ["--lr 0x", "--lr: expected a number above 0, up to 1000"],
  ].map(([option, expected]) => [`train --recipe mnist-cnn ${option}`, expected!] as const),
  ["train --dataset folder:x --arch mlp --image-size 100000", "each from 1 to 4096 pixels"],
  ["datasets preview mnist --out x.png --count 1e9", "--count: expected a whole number from 1 to 10000"],
  ["export runs/x --format onnx --opset 12", "--opset: expected a whole number from 13 to 21"],
];

describe("wrong arguments", () => {
  it.concurrent.each(wrong)("%s", { timeout: 60_000 }, async (args, ...expected) => {
    const { code, stdout, stderr } = await imgcls(args === "" ? [] : args.split(" "));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    for (const text of expected) expect(stderr).toContain(text);
    if (args !== "") expect(stderr).toMatch(/^imgcls: [^\n]+\n$/);
  });

  it("are reported all at once", async () => {
    const { stderr } = await imgcls(
      "train --recipe mnist-cn --epochs 0 --lr fast --seed -1 --engine onnx --backend cpu".split(" "),
    );
    for (const text of ["--recipe", "--epochs", "--lr", "--seed", "--backend is"])
      expect(stderr).toContain(text);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});
