import type { Command } from "commander";
import { architectureIds } from "../known-ids.js";
import { requireKnown } from "../suggest.js";
import { examples } from "./examples.js";
import { group, outputOf } from "./group.js";

export function architecturesCommand(): Command {
  const actions = () => import("../actions/architectures.js");
  const command = group("architectures", "The models: layers, output shapes, parameters.", async (output) =>
    (await actions()).listAll(output),
  );
  command
    .command("show <id>")
    .description("the layers: output shapes, parameters, multiply-adds and receptive fields")
    .action(async (id: string, _options: unknown, self: Command) => {
      requireKnown("architecture", id, architectureIds, "architectures");
      await (await actions()).show(id, outputOf(self));
    });
  return examples(command, [
    ["imgcls architectures", "list them"],
    ["imgcls architectures show mnist-cnn", "542,230 parameters in five layers"],
    ["imgcls architectures show resnet50 --json", "the same table for a program"],
  ]);
}
