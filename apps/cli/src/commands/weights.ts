import type { Command } from "commander";
import { examples } from "./examples.js";
import { group, outputOf } from "./group.js";

export function weightsCommand(): Command {
  const actions = () => import("../actions/weights.js");
  const command = group(
    "weights",
    "Networks that others have trained on ImageNet, to classify with or to begin a training with.",
    async (output, architecture) => (await actions()).listAll(architecture, output),
    { name: "architecture", description: "only those of this network" },
  );
  command
    .command("info <id>")
    .description(
      "where they come from, their licence, how pictures are prepared for them; an architecture: the preferred ones",
    )
    .action(async (id: string, _options: unknown, self: Command) =>
      (await actions()).showInfo(id, outputOf(self)),
    );
  command
    .command("download <id>")
    .description(
      "fetch them into the cache, and the names of ImageNet's classes; an architecture: the preferred ones",
    )
    .action(async (id: string, _options: unknown, self: Command) =>
      (await actions()).download(id, outputOf(self)),
    );
  return examples(command, [
    ["imgcls weights", "list them"],
    ["imgcls weights list resnet50", "those of one network, the preferred ones first"],
    ["imgcls weights info efficientnet-lite0", "licence, preprocessing, addresses"],
    ["imgcls weights download efficientnet-lite0", "before the network goes away"],
    ["imgcls predict --base efficientnet-lite0 photo.jpg", "classify with them"],
  ]);
}
