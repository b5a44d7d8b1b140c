import { parallelCoordinates, type Setting } from "@imgcls/charts";
import { differencesOf, type RunSummary } from "@imgcls/runs";
import { CommandFailedError } from "../errors.js";
import { formatPercent } from "./format.js";

/** Those settings of the recipes that are not the same in all runs, and the accuracy that each run came to (SVG). */
export function settingsAndResults(runs: readonly RunSummary[]): string {
  const recipes = runs.map(
    ({ recipe }) => new Map(differencesOf({}, recipe).map(({ path, after }) => [path, after])),
  );
  const paths = [...new Set(recipes.flatMap((recipe) => [...recipe.keys()]))];
  const settings = paths
    .map((name): Setting => ({ name, values: recipes.map((recipe) => settingOf(recipe.get(name))) }))
    .filter(({ values }) => new Set(values).size > 1);
  if (settings.length === 0) {
    throw new CommandFailedError("--parallel: the recipes of these runs do not differ in any setting.");
  }
  const part = runs.some((run) => accuracyOf(run, "validation") !== undefined) ? "validation" : "test";
  return parallelCoordinates({
    description: `Settings of ${runs.length} runs that differ, ${settings.map(({ name }) => name).join(", ")}, and their ${part} accuracy.`,
    names: runs.map(({ name }) => name),
    settings,
    result: {
      name: `${part} accuracy`,
      values: runs.map((run) => accuracyOf(run, part)),
      format: formatPercent,
    },
  });
}

const settingOf = (value: unknown): number | string | undefined =>
  value === undefined || typeof value === "number" || typeof value === "string"
    ? value
    : JSON.stringify(value);

const accuracyOf = ({ card }: RunSummary, part: "validation" | "test"): number | undefined =>
  (card.metrics[part] as { readonly accuracy?: number } | undefined)?.accuracy;
