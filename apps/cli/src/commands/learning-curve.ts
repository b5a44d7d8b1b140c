import { Command } from "commander";
import type { Typed } from "../options/checks.js";
import { examples } from "./examples.js";
import { outputOf } from "./group.js";
import { decodedCacheOption } from "./own-images.js";

export function learningCurveCommand(): Command {
  const command = new Command("learning-curve")
    .description(
      "Would more pictures help? The accuracy with 5, 10, 20, 50 … images a class, by a head on a pretrained network's features.",
    )
    .argument("<data>", "the data set, such as folder:flowers")
    .requiredOption(
      "--base <id>",
      "the network whose features are used, such as efficientnet-lite0, or an ONNX file",
    )
    .option("--weights <which>", 'an id of `imgcls weights`, or a file (default: "imagenet", its first id)')
    .option("--out <file>", "a picture of the curve: a name that ends in .svg or .png (default: none)")
    .option("--data-dir <dir>", "where the data set's files are, or where to keep them (default: the cache)")
    .addOption(decodedCacheOption)
    .action(async (data: string, typed: Typed, self: Command) => {
      const { parseLearningCurveOptions } = await import("../options/data.js");
      const options = parseLearningCurveOptions(data, typed);
      const { showLearningCurve } = await import("../actions/learning-curve.js");
      await showLearningCurve(data, options, outputOf(self));
    });
  return examples(command, [
    ["imgcls learning-curve folder:flowers --base efficientnet-lite0", "a table, and what it means"],
    [
      "imgcls learning-curve folder:flowers --base efficientnet-lite0 --weights lite0.safetensors --out curve.svg",
      "with a file of weights, and a picture",
    ],
  ]);
}
