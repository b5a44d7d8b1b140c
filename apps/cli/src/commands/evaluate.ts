import { Command } from "commander";
import type { Typed } from "../options/checks.js";
import { examples } from "./examples.js";
import { outputOf } from "./group.js";
import { decodedCacheOption, onBadImageOption } from "./own-images.js";

export function evaluateCommand(): Command {
  const command = new Command("evaluate")
    .description(
      "Test a trained model on its data set's test images; write report.html, report.md and report.json into the run folder.",
    )
    .argument("<run>", "run folder of `imgcls train`")
    .option("--data-dir <dir>", "where the data set's files are, or where to keep them (default: the cache)")
    .option("--baseline <run>", "compare with another run of the same data set on the same test images")
    .option(
      "--charts <dir>",
      "write every chart of the report into this folder, as SVG and PNG (default: none)",
    )
    .addOption(onBadImageOption)
    .addOption(decodedCacheOption)
    .action(async (run: string, typed: Typed, self: Command) => {
      const { parseEvaluateOptions } = await import("../options/runs.js");
      const options = parseEvaluateOptions(typed);
      const { evaluateRun } = await import("../actions/evaluate.js");
      await evaluateRun(run, options, outputOf(self));
    });
  return examples(command, [
    ["imgcls evaluate runs/mnist", "precision, recall and F1 by class"],
    ["imgcls evaluate runs/flowers --baseline runs/before", "is it better, and not by chance?"],
    ["imgcls evaluate runs/flowers --data-dir photos/flowers", "images of your own that have moved"],
    ["imgcls evaluate runs/mnist --charts figures", "confusion matrix, curves … as files for a paper"],
    ["imgcls evaluate runs/mnist --json | tail -1", "the same numbers for a program"],
  ]);
}
