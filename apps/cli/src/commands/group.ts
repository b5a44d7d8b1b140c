import { unknownName } from "@imgcls/checks";
import { Command } from "commander";
import { UsageError } from "../errors.js";
import { createOutput, type Output } from "../output.js";

/** The global options, wherever on the line they were typed. */
export const outputOf = (command: Command): Output => createOutput(command.optsWithGlobals());

/** A command of commands, such as `datasets info`. Without one it does what `list` does. */
export function group(name: string, description: string, list: (output: Output) => Promise<void>): Command {
  const parent = new Command(name).description(description).usage("[command]").argument("[command]");
  parent.action(async (unknown: string | undefined, _options: unknown, command: Command) => {
    if (unknown !== undefined) {
      const known = command.commands.map((child) => child.name());
      throw new UsageError([unknownName(`${name} command`, unknown, known)], name);
    }
    await list(outputOf(command));
  });
  parent
    .command("list")
    .description("list them (the default)")
    .action(async (_options: unknown, command: Command) => list(outputOf(command)));
  return parent;
}
