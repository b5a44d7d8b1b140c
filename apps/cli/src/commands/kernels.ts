import { Command } from "commander";
import { kernelNames } from "../known-ids.js";
import type { Typed } from "../options/checks.js";
import { examples } from "./examples.js";
import { outputOf } from "./group.js";

export function kernelsCommand(): Command {
  const command = new Command("kernels")
    .description(
      "See what convolution does to a picture: the classic kernels, strides and paddings number by number, and convolution, relu and pooling step by step. Needs no model.",
    )
    .argument("<file>", "an image file; its middle is shown")
    .option("--out <dir>", "where the pictures and index.html go (default: kernels)")
    .option(
      "--kernel <name>",
      `of the numbers and the steps: ${kernelNames.join(", ")} (default: strong-edges)`,
    )
    .action(async (file: string, typed: Typed, self: Command) => {
      const { parseKernelsOptions } = await import("../options/pictures.js");
      const options = parseKernelsOptions(typed);
      const { showKernels } = await import("../actions/kernels.js");
      await showKernels(file, options, outputOf(self));
    });
  return examples(command, [
    ["imgcls kernels photo.jpg", "a page with everything"],
    ["imgcls kernels photo.jpg --kernel sharpen --out sharpen", "the numbers of another kernel"],
  ]);
}
