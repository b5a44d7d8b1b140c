import type { Command } from "commander";
import { recipeIds } from "../known-ids.js";
import { requireKnown } from "../suggest.js";
import { examples } from "./examples.js";
import { group, outputOf } from "./group.js";

export function recipesCommand(): Command {
  const actions = () => import("../actions/recipes.js");
  const command = group(
    "recipes",
    "Combinations of data, architecture and training that reproduce a published result.",
    async (output) => (await actions()).listAll(output),
  );
  command
    .command("show <id>")
    .description("every hyper-parameter, and the result to expect")
    .action(async (id: string, _options: unknown, self: Command) => {
      requireKnown("recipe", id, recipeIds, "recipes");
      await (await actions()).show(id, outputOf(self));
    });
  return examples(command, [
    ["imgcls recipes", "list them"],
    ["imgcls recipes show cifar10-cnn --json", "the recipe itself: what `train --recipe FILE.json` accepts"],
    ["imgcls recipes show cifar10-cnn", "what `imgcls train --recipe cifar10-cnn` does"],
  ]);
}
