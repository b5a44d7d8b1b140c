import { Command } from "commander";
import type { Typed } from "../options/checks.js";
import { examples } from "./examples.js";
import { outputOf } from "./group.js";
import { decodedCacheOption } from "./own-images.js";

export function doctorCommand(): Command {
  const command = new Command("doctor")
    .description(
      "What is the matter with a data set? Copies within and across parts and classes, blank, dark, bright and blurred images, files of odd sizes and shapes, and with --base likely label errors and images unlike their class. Nothing is changed.",
    )
    .argument("<data>", "the data set, such as folder:flowers")
    .option(
      "--out <dir>",
      "write findings.html with pictures, doctor.json, and exclude.txt, a list for train --exclude",
    )
    .option(
      "--base <id>",
      "look for label errors and outliers, too, by the features of a pretrained network, such as efficientnet-lite0, or of an ONNX file",
    )
    .option(
      "--weights <which>",
      'of --base: an id of `imgcls weights`, or a file (default: "imagenet", its first id)',
    )
    .option("--data-dir <dir>", "where the data set's files are, or where to keep them (default: the cache)")
    .addOption(decodedCacheOption)
    .action(async (data: string, typed: Typed, self: Command) => {
      const { parseDoctorOptions } = await import("../options/data.js");
      const options = parseDoctorOptions(data, typed);
      const { doctor } = await import("../actions/doctor.js");
      await doctor(data, options, outputOf(self));
    });
  return examples(command, [
    ["imgcls doctor folder:flowers", "how many of what, and where the first are"],
    ["imgcls doctor folder:flowers --out checkup", "with pictures, and a list to leave images out by"],
    ["imgcls doctor folder:flowers --base efficientnet-lite0 --out checkup", "likely label errors, too"],
    [
      "imgcls train --dataset folder:flowers --base efficientnet-lite0 --exclude checkup/exclude.txt",
      "trained without them",
    ],
    ["imgcls doctor mnist --data-dir data/mnist --json", "a known data set, for a program"],
  ]);
}
