import { getPreset, type Preset } from "@imgcls/architectures";
import { advisedCommand } from "../advice.js";
import type { Output } from "../output.js";
import { type Recipe, recipes } from "../recipes.js";
import { formatCount } from "./format.js";
import { facts, table } from "./table.js";

const published = ({ expected }: Preset): string => String(expected.testAccuracy ?? "–");

export async function listAll(output: Output): Promise<void> {
  const list = Object.entries(recipes).map(([id, recipe]) => ({
    id,
    recipe,
    preset: getPreset(recipe.architecture),
  }));
  const text = table(
    ["id", "data set", "architecture", "epochs", "published test accuracy"],
    list.map(({ id, recipe, preset }) => [
      id,
      recipe.dataset,
      recipe.architecture,
      String(preset.training.epochs),
      published(preset),
    ]),
    { alignRight: [3] },
  );
  output.result(
    { event: "result", recipes: list.map(({ id, recipe, preset }) => data(id, recipe, preset)) },
    text,
  );
}

export async function show(id: string, output: Output): Promise<void> {
  const recipe = recipes[id]!;
  const preset = getPreset(recipe.architecture);
  const { optimizer, loss, batchSize, epochs, earlyStopping } = preset.training;
  const text = [
    `${id}: ${preset.title}`,
    preset.source,
    "",
    facts([
      ["data set", recipe.dataset],
      ["architecture", `${recipe.architecture}, ${formatCount(preset.expected.parameters)} parameters`],
      ["pixels", inWords({ ...preset.preprocessing, scale: fraction(preset.preprocessing.scale) })],
      ["optimizer", inWords(optimizer)],
      ["loss", inWords(loss)],
      ["batch size", String(batchSize)],
      ["epochs", String(epochs)],
      ["early stopping", earlyStopping === undefined ? "no" : inWords(earlyStopping)],
      ["published test accuracy", published(preset)],
    ]),
    "",
    `Run it: ${advisedCommand(["train"], { recipe: id })}`,
  ].join("\n");
  output.result({ event: "result", ...data(id, recipe, preset) }, text);
}

const data = (id: string, recipe: Recipe, { training, preprocessing, expected, source }: Preset) => ({
  id,
  dataset: recipe.dataset,
  architecture: recipe.architecture,
  preprocessing,
  training,
  expected,
  source,
});

const fraction = (value: number): string =>
  value < 1 ? `1/${Number((1 / value).toPrecision(12))}` : String(value);

/** `{ type: "sgd", learningRate: 0.01 }` → `sgd, learningRate 0.01`. */
const inWords = (options: object): string =>
  Object.entries(options)
    .map(([name, value]) => (name === "type" ? String(value) : `${name} ${String(value)}`))
    .join(", ");
