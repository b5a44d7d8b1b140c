import { Command } from "commander";
import { explanationNames } from "../known-ids.js";
import type { Typed } from "../options/checks.js";
import { examples } from "./examples.js";
import { outputOf } from "./group.js";

/** Of options that may be given several times. */
const collected = (value: string, values: readonly string[] = []): readonly string[] => [...values, value];

export function inspectCommand(): Command {
  const command = new Command("inspect")
    .description(
      "Look inside a network: where in a picture it sees a class, the feature maps of its layers, its first filters. Writes PNG files and a page with all of them.",
    )
    .usage("[options] <run> <file...>\n       imgcls inspect [options] --base <network> <file...>")
    .argument("[run]", "run folder of `imgcls train`; with --base a file")
    .argument("[file...]", "image files; folders, with all below them; - for a list on stdin")
    .option("--out <dir>", "where the pictures and index.html go (default: inspected)")
    .option(
      "--layer <name>",
      "layer to look at, may be repeated (default: some, from first to last)",
      collected,
    )
    .option(
      "--method <name>",
      `what a class stands on, may be repeated: ${explanationNames.join(", ")}, or all (default: grad-cam)`,
      collected,
    )
    .option("--class <name>", "class to explain (default: the most likely one)")
    .option("--base <network>", "a network that others have trained on ImageNet, without a run")
    .option("--weights <id>", "with --base: which weights, or a file of them (default: the preferred ones)")
    .option("--class-names <file>", "with --base: names of the 1,000 classes (default: those of Keras)")
    .option("--invert", "swap light and dark first, as in predict")
    .option("--drawing", "a digit on paper, as in predict")
    .action(async (first: string | undefined, others: string[], typed: Typed, self: Command) => {
      const { parseInspectOptions } = await import("../options/pictures.js");
      const run = typed.base === undefined ? first : undefined;
      const files = run === undefined && first !== undefined ? [first, ...others] : others;
      const options = parseInspectOptions(files, typed);
      const { inspectFiles } = await import("../actions/inspect.js");
      await inspectFiles(run, files, options, outputOf(self));
    });
  command.addHelpText(
    "after",
    `
Layers: NAME is what a layer puts out, NAME/linear what it computes before an activation of its own; an unknown name is
answered with the nearest and all that there are. Methods grad-cam, grad-cam++ and layercam look at a layer, by default the
last with feature maps, and are repeated for each --layer; the others look at the pixels, and all but saliency ask the network
about many variants of the picture, which takes longer. Colours go from black (nothing) over red to light yellow (most).`,
  );
  return examples(command, [
    ["imgcls inspect runs/cifar frog.jpg", "a page with Grad-CAM, feature maps and filters"],
    ["imgcls inspect runs/cifar frog.jpg --method all --out frog", "every method"],
    [
      "imgcls inspect runs/cifar photos --class ship --method layercam --layer conv2d",
      "where would a ship be?",
    ],
    [
      "imgcls inspect runs/demo --drawing note.jpg --layer conv2d/linear --layer conv2d",
      "before and after relu",
    ],
    ["imgcls inspect --base efficientnet-lite0 photo.jpg", "a network that others have trained"],
  ]);
}
