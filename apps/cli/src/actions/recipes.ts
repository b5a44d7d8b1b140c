import { getPreset } from "@imgcls/architectures";
import { datasetInfo, formatAugmentations } from "@imgcls/datasets";
import { completeRecipe, type NamedRecipe, namedRecipe, RECIPES, type Recipe } from "@imgcls/runs";
import { advisedCommand } from "../advice.js";
import type { Output } from "../output.js";
import { formatCount } from "./format.js";
import { facts, table } from "./table.js";

export async function listAll(output: Output): Promise<void> {
  const list = Object.entries(RECIPES).map(([id, named]) => ({ id, named, recipe: completed(named) }));
  const text = table(
    ["id", "data set", "architecture", "epochs", "published test accuracy"],
    list.map(({ id, named, recipe }) => [
      id,
      recipe.data.dataset,
      recipe.model.architecture,
      String(recipe.epochs),
      String(named.testAccuracy),
    ]),
    { alignRight: [3] },
  );
  const rows = list.map(({ id, named: { title, source, testAccuracy }, recipe }) => ({
    id,
    title,
    source,
    testAccuracy,
    recipe,
  }));
  output.result({ event: "result", recipes: rows }, text);
}

/** With `--json` the recipe itself: what `train --recipe FILE.json` accepts. */
export async function show(id: string, output: Output): Promise<void> {
  const named = namedRecipe(id);
  const recipe = completed(named);
  const { preprocessing, expected } = getPreset(recipe.model.architecture);
  const { data, optimizer, loss, batchSize, epochs, callbacks } = recipe;
  const text = [
    `${id}: ${named.title}`,
    named.source,
    "",
    facts([
      ["data set", data.dataset],
      ["validated on", validationInWords(data.validation)],
      ["architecture", `${recipe.model.architecture}, ${formatCount(expected.parameters)} parameters`],
      ["pixels", inWords({ ...preprocessing, scale: fraction(preprocessing.scale) })],
      ["augmentation", formatAugmentations(data.augment) || "none"],
      ["optimizer", inWords(optimizer)],
      ["schedule", inWords(recipe.schedule)],
      ["loss", inWords(loss)],
      ["batch size", String(batchSize)],
      ["epochs", String(epochs)],
      ["callbacks", callbacks.map(inWords).join("; ") || "none"],
      ["published test accuracy", String(named.testAccuracy)],
    ]),
    "",
    `Run it: ${advisedCommand(["train"], { recipe: id })}`,
  ].join("\n");
  output.result(recipe as unknown as Readonly<Record<string, unknown>>, text);
}

/** Of the published data sets the shape and classes are known without their images. */
function completed({ recipe }: NamedRecipe): Recipe {
  const { shape, classNames } = datasetInfo(recipe.data!.dataset!);
  return completeRecipe(recipe, {
    shape,
    classNames,
    trainCounts: classNames.map(() => 0),
    hasValidation: false,
  });
}

const validationInWords = (validation: Recipe["data"]["validation"]): string =>
  validation === "test" ? "the test images, as in the document" : String(validation);

const fraction = (value: number): string =>
  value < 1 ? `1/${Number((1 / value).toPrecision(12))}` : String(value);

/** `{ type: "sgd", learningRate: 0.01 }` → `sgd, learningRate 0.01`. */
const inWords = (options: object): string =>
  Object.entries(options)
    .map(([name, value]) => (name === "type" ? String(value) : `${name} ${String(value)}`))
    .join(", ");
