import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { RECIPES_DOCUMENT, withTables } from "./recipe-table.js";

it("docs/recipes.md has the schema's tables (npx tsx --conditions=imgcls-source tools/recipe-table.ts)", () => {
  const document = readFileSync(RECIPES_DOCUMENT, "utf8");
  expect(document).toBe(withTables(document));
});
