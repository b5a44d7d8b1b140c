import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { NAMES_FILE, names } from "./names.js";

it("the command line's names are the packages' (npx tsx --conditions=imgcls-source tools/names.ts)", () => {
  expect(JSON.parse(readFileSync(NAMES_FILE, "utf8"))).toEqual(names);
});
