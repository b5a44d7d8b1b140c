import type { Command } from "commander";

type Example = readonly [command: string, explanation: string];

/** Appends "Examples:" to a command's help, the explanations in one column. */
export function examples(command: Command, list: readonly Example[]): Command {
  const width = Math.max(...list.map(([line]) => line.length));
  const lines = list.map(([line, explanation]) => `  ${line.padEnd(width)}   ${explanation}`);
  return command.addHelpText("after", `\nExamples:\n${lines.join("\n")}`);
}
