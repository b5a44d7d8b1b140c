import { unknownName } from "@imgcls/checks";
import { Command } from "commander";
import { UsageError } from "../errors.js";
import { createOutput, type Output } from "../output.js";

/** The global options, wherever on the line they were typed. */
export const outputOf = (command: Command): Output => createOutput(command.optsWithGlobals());

/** An argument of `list`. */
interface ListArgument {
  readonly name: string;
  readonly description: string;
}

/** A command of commands, such as `datasets info`. Without one it does what `list` does. */
export function group(
  name: string,
  description: string,
  list: (output: Output, argument?: string) => Promise<void>,
  listArgument?: ListArgument,
): Command {
  const parent = new Command(name).description(description).usage("[command]").argument("[command]");
  parent.action(async (unknown: string | undefined, _options: unknown, command: Command) => {
    if (unknown !== undefined) {
      const known = command.commands.map((child) => child.name());
      throw new UsageError([unknownName(`${name} command`, unknown, known)], name);
    }
    await list(outputOf(command));
  });
  const child = parent.command("list").description("list them (the default)");
  if (listArgument === undefined) {
    child.action(async (_options: unknown, command: Command) => list(outputOf(command)));
  } else {
    child.argument(`[${listArgument.name}]`, listArgument.description);
    child.action(async (argument: string | undefined, _options: unknown, command: Command) =>
      list(outputOf(command), argument),
    );
  }
  return parent;
}
