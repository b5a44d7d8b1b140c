import { Command } from "commander";
import type { Typed } from "../options/checks.js";
import { examples } from "./examples.js";
import { outputOf } from "./group.js";

export function predictCommand(): Command {
  const command = new Command("predict")
    .description(
      "Classify image files of any size: PNG, JPEG, WebP, GIF, AVIF, TIFF, BMP, PPM, PGM, PBM or SVG. They are resized and prepared as the model's training images were.",
    )
    .argument("<run>", "run folder of `imgcls train`")
    .argument("<file...>", "image files")
    .option("--top <n>", "how many classes to show, the most likely first (default: 5)")
    .option("--invert", "swap light and dark first (see below)")
    .action(async (run: string, files: string[], typed: Typed, self: Command) => {
      const { parsePredictOptions } = await import("../options/schemas.js");
      const options = parsePredictOptions(typed);
      const { predictFiles } = await import("../actions/predict.js");
      await predictFiles(run, files, options, outputOf(self));
    });
  command.addHelpText(
    "after",
    `
Dark on light: models trained on MNIST-like data know light strokes on a dark ground only. Add --invert for
pictures of the other kind, such as ink on paper or a scanned form.

A file that cannot be read or decoded is named on stderr; the others are classified all the same, and the
exit code is 1.`,
  );
  return examples(command, [
    ["imgcls predict runs/mnist digit.png", "the class and its likelihood"],
    ["imgcls predict runs/mnist --invert photo-of-a-note.jpg", "dark ink on light paper"],
    ["imgcls predict runs/cifar --json --top 1 *.jpg", "one JSON object a file, in order"],
  ]);
}
