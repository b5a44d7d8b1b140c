import { Command } from "commander";
import type { Typed } from "../options/checks.js";
import { examples } from "./examples.js";
import { outputOf } from "./group.js";
import { decodedCacheOption, onBadImageOption } from "./own-images.js";

export function clusterCommand(): Command {
  const command = new Command("cluster")
    .description(
      "Which images are alike? Sorts them into groups without looking at classes: a page with each group's images, and a table. Where there are classes it says how far the groups are these.",
    )
    .argument("<data>", "the data set, such as folder:photos; its images need no folders by class")
    .option("--clusters <n>", "how many groups (default: as many as there are classes)")
    .option(
      "--method <name>",
      "k-means; ward or average: agglomerative, up to 16,384 images (default: k-means)",
    )
    .option("--base <id>", "compare by the features of this network, or an ONNX file (default: by pixels)")
    .option("--weights <which>", 'an id of `imgcls weights`, or a file (default: "imagenet", its first id)')
    .option("--limit <n>", "so many images, chosen at random (default: all, of training and test)")
    .option("--seed <n>", "of that choice, of where k-means begins, and of UMAP (default: 0)")
    .option(
      "--projection <name>",
      "how images become points in a plane: pca or umap, which keeps what is alike together (default: pca)",
    )
    .option("--out <dir>", "where index.html, clusters.csv and clusters.json go (default: clusters)")
    .option("--data-dir <dir>", "where the data set's files are, or where to keep them (default: the cache)")
    .addOption(onBadImageOption)
    .addOption(decodedCacheOption)
    .action(async (data: string, typed: Typed, self: Command) => {
      const { parseClusterOptions } = await import("../options/data.js");
      const options = parseClusterOptions(data, typed);
      const { clusterData } = await import("../actions/cluster.js");
      await clusterData(data, options, outputOf(self));
    });
  return examples(command, [
    [
      "imgcls cluster folder:photos --clusters 8 --base efficientnet-lite0",
      "sort photographs by what is on them",
    ],
    ["imgcls cluster mnist --limit 10000", "are digits ten groups of pixels?"],
    ["imgcls cluster folder:flowers --base resnet18 --method ward --out groups", "agglomerative"],
  ]);
}
