import { PLACE_FORMS } from "@imgcls/runs/fields";
import { Command } from "commander";
import { architectureIds, datasetIds, optimizerNames, recipeIds } from "../known-ids.js";
import type { Typed } from "../options/checks.js";
import { examples } from "./examples.js";
import { outputOf } from "./group.js";
import { decodedCacheOption, fitOption, onBadImageOption } from "./own-images.js";

export function trainCommand(): Command {
  const command = new Command("train")
    .description("Train a model, test it, and write everything into a run folder.")
    .usage("(--recipe ID|FILE.json | --from RUN | --dataset ID (--arch ID | --base ID)) [options]")
    .option("--recipe <id>", `what to reproduce: ${recipeIds.join(", ")}, or a recipe as a file`)
    .option("--from <run>", "train by the recipe of a run again, and say whether the result is the same")
    .option("--dataset <id>", `the data: ${[...datasetIds, ...PLACE_FORMS].join(", ")}`)
    .option("--arch <id>", `the model: ${architectureIds.join(", ")}`)
    .option(
      "--base <id>",
      "a network that others have trained, or any as an ONNX file: a head for your classes is computed on its features",
    )
    .option(
      "--weights <which>",
      'of --base: an id of `imgcls weights`, or a file (.safetensors, .pth), which needs no network (default: "imagenet", its first id)',
    )
    .option("--fine-tune", "of --base: train all of its layers from there")
    .option(
      "--within <time>",
      "what fits into so many seconds or minutes (60s, 5m) on this machine: the head of --base alone, or some epochs of --fine-tune; without --base it is chosen, too, of those whose weights are in the cache",
    )
    .option("--image-size <n>", "of images of your own: side, or HEIGHTxWIDTH (default: the architecture's)")
    .addOption(fitOption)
    .addOption(onBadImageOption)
    .addOption(decodedCacheOption)
    .option("--data-dir <dir>", "where the data set's files are, or where to keep them (default: the cache)")
    .option("--out <dir>", "run folder (default: runs/<name>-<date>-<time>)")
    .option(
      "--epochs <n>",
      "passes over the training images (default: the recipe's; of your own, what suits their number)",
    )
    .option("--batch-size <n>", "images a step (default: likewise)")
    .option("--optimizer <name>", `${optimizerNames.join(", ")} (default: the recipe's)`)
    .option("--lr <x>", "learning rate (default: likewise)")
    .option("--seed <n>", "initial weights, order of the images and dropout derive from it (default: 0)")
    .option(
      "--validation <images>",
      'which images decide between epochs: a share or number of the training images, "part" (the data set\'s own), "none", "test" (default: its own, else 0.1)',
    )
    .option("--class-weight <how>", 'how much each class counts: "none", or "balanced" (the rarer, the more)')
    .option(
      "--set <path=value>",
      "any other value of the recipe, such as schedule.type=cosine; may be repeated (recipes show ID --json shows them)",
      (value: string, before: readonly string[] = []) => [...before, value],
    )
    .option("--engine <name>", "auto, onnx (native speed) or tfjs (default: auto)")
    .option("--backend <name>", "TensorFlow.js backend for the tfjs engine: cpu, wasm, webgpu, tensorflow")
    .option("--device <name>", "where the onnx engine computes: cpu, webgpu, cuda (default: cpu)")
    .option("--threads <n>", "CPU threads of the onnx engine (default: all cores)")
    .option(
      "--exclude <file>",
      "leave these images out of training and validation: a list, one a line, as `imgcls doctor` writes it",
    )
    .option(
      "--relabel <file>",
      "other labels for some training and validation images, and some to leave out: what was marked on the page of `imgcls doctor --out`",
    )
    .option("--limit <n>", "use only N training images, each class by its share")
    .option(
      "--augment <list>",
      'change the training images by chance, such as "RandomCrop(padding=4), RandomHorizontalFlip"; "" for none (default: none; crops, and flips of colour images, for fewer than 10,000 of your own)',
    )
    .option("--resume", "continue the run in --out, or begin it if nothing is saved; --epochs is the total")
    .action(async (typed: Typed, self: Command) => {
      const { parseTrainOptions } = await import("../options/train.js");
      const options = parseTrainOptions(typed);
      const { train } = await import("../actions/train.js");
      await train(options, outputOf(self));
    });
  return examples(command, [
    ["imgcls train --recipe mnist-cnn --out runs/mnist", "ten epochs, test accuracy 0.988"],
    ["imgcls train --recipe cifar10-cnn --data-dir data/cifar-10", "with files that you have already"],
    ["imgcls train --dataset fashion-mnist --arch mnist-cnn --epochs 3", "a combination of your own"],
    ["imgcls train --dataset folder:flowers --arch cifar10-cnn --image-size 64", "images of your own"],
    [
      "imgcls train --dataset folder:flowers --base efficientnet-lite0 --out runs/flowers",
      "a head on the features of a pretrained network: seconds, with twenty pictures a class",
    ],
    [
      "imgcls train --dataset folder:flowers --base efficientnet-lite0 --weights lite0.safetensors --fine-tune",
      "all of its layers, from a file of weights",
    ],
    [
      "imgcls train --dataset folder:flowers --base classifier.onnx",
      "a head on the features of any classifier that was saved as ONNX",
    ],
    [
      "imgcls train --dataset zip:flowers.zip --arch resnet20 --fit cover --on-bad-image skip --decoded-cache",
      "cut to a square, without those that do not decode; decoded once",
    ],
    [
      'imgcls train --recipe cifar10-cnn --augment "RandomCrop(padding=4), RandomHorizontalFlip"',
      "augmented",
    ],
    [
      "imgcls train --recipe cifar10-tutorial --set schedule.type=cosine --set optimizer.weightDecay=0.01",
      "with other values than the recipe's",
    ],
    [
      "imgcls train --dataset folder:flowers --arch resnet20 --exclude checkup/exclude.txt",
      "without the images that `imgcls doctor` found something about",
    ],
    [
      "imgcls train --dataset folder:flowers --base efficientnet-lite0 --relabel relabel.json",
      "with the labels that were put right on the page of `imgcls doctor`",
    ],
    ["imgcls train --from runs/mnist --out runs/again", "the same training: the same weights?"],
    ["imgcls train --dataset folder:flowers --arch resnet20 --class-weight balanced", "unequal classes"],
    ["imgcls train --resume --out runs/mnist --epochs 20", "ten epochs more"],
    ["imgcls train --recipe mnist-cnn --limit 1000 --epochs 1 --json", "a quick look, for a program"],
  ]);
}
