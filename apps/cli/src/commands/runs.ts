import type { Command } from "commander";
import type { Typed } from "../options/checks.js";
import { examples } from "./examples.js";
import { group, outputOf } from "./group.js";

export function runsCommand(): Command {
  const actions = () => import("../actions/runs.js");
  const command = group(
    "runs",
    "What has been trained, side by side.",
    async (output, folder) => (await actions()).list(folder, output),
    { name: "folder", description: "where the run folders are (default: runs)" },
  );
  command
    .command("show <run>")
    .description("what a run was trained by, with what, and what came of it")
    .action(async (run: string, _options: Typed, self: Command) =>
      (await actions()).show(run, outputOf(self)),
    );
  command
    .command("compare <runs...>")
    .description("in what runs differ, with their curves in one picture")
    .option("--out <file>", "the picture: a name that ends in .svg or .png (default: none)")
    .option(
      "--parallel <file>",
      "a picture of the settings in which they differ and their accuracies, a line a run (default: none)",
    )
    .option("--metric <name>", "whose curves, a column of history.csv without val_ (default: loss)")
    .action(async (runs: readonly string[], typed: Typed, self: Command) => {
      const { parseCompareOptions } = await import("../options/runs.js");
      const options = parseCompareOptions(runs, typed);
      await (await actions()).compare(runs, options, outputOf(self));
    });
  return examples(command, [
    ["imgcls runs", "all runs in the folder runs"],
    ["imgcls runs list experiments", "those of another folder"],
    ["imgcls runs show runs/mnist", "recipe, images, engine and result of one"],
    ["imgcls runs compare runs/a runs/b --out curves.svg", "what differs, and both curves"],
    ["imgcls runs compare runs/* --parallel settings.png", "which settings go with good results"],
  ]);
}
