/**
 * Names that the command line checks and lists before anything large is loaded: taken from the packages, written into one
 * file. `npx tsx --conditions=imgcls-source tools/names.ts` writes it anew; a test holds it equal to the packages.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { presets } from "@imgcls/architectures";
import { listDatasets } from "@imgcls/datasets";
import { RECIPE_IDS } from "@imgcls/runs";
import { OPTIMIZER_NAMES } from "@imgcls/training";

export const NAMES_FILE = fileURLToPath(new URL("../apps/cli/src/names.json", import.meta.url));

export const names = {
  architectures: Object.keys(presets),
  datasets: listDatasets().map(({ id }) => id),
  optimizers: OPTIMIZER_NAMES,
  recipes: RECIPE_IDS,
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(NAMES_FILE, `${JSON.stringify(names, null, 2)}\n`);
}
