import { Command } from "commander";
import type { Typed } from "../options/checks.js";
import { examples } from "./examples.js";
import { outputOf } from "./group.js";

export function predictCommand(): Command {
  const command = new Command("predict")
    .description(
      "Classify image files of any size and of every format that the training reads. They are resized and prepared as the model's training images were.",
    )
    .usage("[options] <run> <file...>\n       imgcls predict [options] --base <network> <file...>")
    .argument("[run]", "run folder of `imgcls train`; with --base a file")
    .argument("[file...]", "image files; folders, with all below them; - for a list on stdin")
    .option("--base <network>", "classify with a network that others have trained on ImageNet, without a run")
    .option("--weights <id>", "with --base: which weights, or a file of them (default: the preferred ones)")
    .option("--class-names <file>", "with --base: names of the 1,000 classes (default: those of Keras)")
    .option("--top <n>", "how many classes to show, the most likely first (default: 5)")
    .option(
      "--csv <file>",
      "write a table there: file, class, probability, class_2, probability_2, … (see below)",
    )
    .option("--jsonl <file>", "write a file of JSON lines there, as --json prints them (see below)")
    .option("--grid <file>", "draw up to 60 of the pictures with class and likelihood, .png or .svg")
    .option("--invert", "swap light and dark first (see below)")
    .option("--drawing", "a digit on paper: crop, centre and, on a light ground, invert it (see below)")
    .action(async (first: string | undefined, others: string[], typed: Typed, self: Command) => {
      const { parsePredictOptions } = await import("../options/pictures.js");
      const run = typed.base === undefined ? first : undefined;
      const files = run === undefined && first !== undefined ? [first, ...others] : others;
      const options = parsePredictOptions(files, typed);
      const { predictFiles } = await import("../actions/predict.js");
      await predictFiles(run, files, options, outputOf(self));
    });
  command.addHelpText(
    "after",
    `
Dark on light: models trained on MNIST-like data know light strokes on a dark ground only. Add --invert for
pictures of the other kind, such as ink on paper or a scanned form. With --drawing a photo or scan becomes what such a
model knows, as in the page: the ink is found, cropped, scaled and centred; where the border is light, light and dark
change places (with --invert always).

A table may take long. Until it is whole, what is done is in FILE.partial: after Ctrl-C, a kill or a full disk the same command
goes on from there.

--grid has the names of wrong classes in red where the pictures are in folders that are named as the classes.

A list on stdin has one path a line, or is separated by NUL as "find -print0" writes it; it may be of any length.
In CSV, ./ before a file name and an apostrophe before a class name keep a spreadsheet from running it as a formula.

A file that cannot be read or decoded is named on stderr; the others are classified all the same, and the
exit code is 1.`,
  );
  return examples(command, [
    ["imgcls predict runs/mnist digit.png", "the class and its likelihood"],
    ["imgcls predict --base efficientnet-lite0 photo.jpg", "what is on it, without training"],
    ["imgcls predict runs/mnist --drawing photo-of-a-note.jpg", "a digit on paper, of any size and place"],
    ["imgcls predict runs/cifar --json --top 1 *.jpg", "one JSON object a file, in order"],
    ["imgcls predict runs/cifar photos --csv photos.csv", "all images in a folder and below it, as a table"],
    ["imgcls predict runs/cifar photos --grid photos.png", "the pictures with their likelihoods"],
    ["find photos -name '*.jpg' -print0 | imgcls predict runs/cifar -", "a list of any length"],
  ]);
}
