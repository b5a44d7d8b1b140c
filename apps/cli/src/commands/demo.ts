import { Command } from "commander";
import type { Typed } from "../options/checks.js";
import { examples } from "./examples.js";
import { outputOf } from "./group.js";

export function demoCommand(): Command {
  const command = new Command("demo")
    .description(
      "Train a digit classifier on images drawn by code, test it, classify a few pictures and write a report. Under a minute, no download.",
    )
    .option("--out <dir>", "run folder (default: runs/demo)")
    .action(async (typed: Typed, self: Command) => {
      const { parseDemoOptions } = await import("../options/runs.js");
      const options = parseDemoOptions(typed);
      const { demo } = await import("../actions/demo.js");
      await demo(options, outputOf(self));
    });
  return examples(command, [["imgcls demo", "everything into runs/demo"]]);
}
