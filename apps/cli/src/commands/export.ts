import { Command } from "commander";
import type { Typed } from "../options/checks.js";
import { examples } from "./examples.js";
import { outputOf } from "./group.js";

export function exportCommand(): Command {
  const command = new Command("export")
    .description("Write a trained model for other programs.")
    .argument("<run>", "run folder of `imgcls train`")
    .requiredOption("--format <name>", "onnx: one file; tfjs: a folder for tf.loadLayersModel")
    .option("--out <path>", "file for onnx (default: RUN/model.onnx), folder for tfjs")
    .option("--opset <n>", "onnx: version of the operators, 13 to 21 (default: 17)")
    .option("--fp16", "onnx: weights and activations in 16 bits, half the size")
    .option("--logits", "onnx: put out logits instead of probabilities")
    .option("--no-preprocessing", "onnx: take pre-processed float32 [batch, channels, height, width]")
    .option("--batch-size <n>", "onnx: this number of images instead of any number")
    .action(async (run: string, typed: Typed, self: Command) => {
      const { parseExportOptions } = await import("../options/runs.js");
      const options = parseExportOptions(typed);
      const { exportRun } = await import("../actions/export.js");
      await exportRun(run, options, outputOf(self));
    });
  command.addHelpText(
    "after",
    `
An onnx file takes "images", uint8 [batch, height, width, channels] from 0 to 255, and gives "probabilities",
float32 [batch, classes]. Class names and pre-processing are in its metadata. Any ONNX runtime runs it.`,
  );
  return examples(command, [
    ["imgcls export runs/mnist --format onnx", "runs/mnist/model.onnx"],
    ["imgcls export runs/mnist --format onnx --fp16 --out small.onnx", "half the size"],
    ["imgcls export runs/mnist --format tfjs --out site/model", "model.json, weights.bin, metadata.json"],
  ]);
}
