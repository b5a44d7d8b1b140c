import type { Command } from "commander";
import type { Typed } from "../options/checks.js";
import { examples } from "./examples.js";
import { group, outputOf } from "./group.js";
import { decodedCacheOption, fitOption, onBadImageOption } from "./own-images.js";

export function datasetsCommand(): Command {
  const actions = () => import("../actions/datasets.js");
  const optionParsers = () => import("../options/data.js");
  const command = group("datasets", "What can be loaded; fetch it, look at it.", async (output) =>
    (await actions()).listAll(output),
  );
  command
    .command("info <id>")
    .description("sizes, classes and files of a data set; nothing is loaded")
    .addOption(onBadImageOption)
    .action(async (id: string, typed: Typed, self: Command) => {
      const options = (await optionParsers()).parseInfoOptions(id, typed);
      await (await actions()).showInfo(id, options, outputOf(self));
    });
  command
    .command("download <id>")
    .description("fetch a data set, check it and keep it for later")
    .option("--data-dir <dir>", "folder to keep the files in (default: the cache)")
    .action(async (id: string, typed: Typed, self: Command) => {
      const options = (await optionParsers()).parseDownloadOptions(typed);
      await (await actions()).download(id, options, outputOf(self));
    });
  command
    .command("preview <id>")
    .description("training images with their labels, as a picture; a page also counts and measures them")
    .requiredOption("--out <file>", "FILE.png or FILE.html")
    .option("--count <n>", "number of images (default: 50)")
    .option("--augment <list>", "show what these augmentations make of them, in a picture of 10 images")
    .addOption(fitOption)
    .addOption(onBadImageOption)
    .addOption(decodedCacheOption)
    .option("--data-dir <dir>", "where the data set's files are, or where to keep them (default: the cache)")
    .action(async (id: string, typed: Typed, self: Command) => {
      const options = (await optionParsers()).parsePreviewOptions(id, typed);
      const { preview } = await import("../actions/preview.js");
      await preview(id, options, outputOf(self));
    });
  return examples(command, [
    ["imgcls datasets", "list them"],
    ["imgcls datasets info cifar100", "its classes and files"],
    ["imgcls datasets info folder:flowers", "the classes of your own images, and how many of each"],
    ["imgcls datasets info folder:flowers --on-bad-image skip", "which of them do not decode"],
    ["imgcls datasets download mnist --data-dir data/mnist", "fetch the four files"],
    ["imgcls datasets preview synthetic-digits --out digits.png", "look at some images"],
    ["imgcls datasets preview folder:flowers --fit cover --out flowers.png", "cut to squares"],
    [
      'imgcls datasets preview cifar10 --out cifar10.html --augment "RandAugment"',
      "as the training sees them",
    ],
  ]);
}
