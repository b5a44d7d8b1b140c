import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { CALLBACK_NAMES, callbackOptions } from "../src/index.js";

it("the README's table has every callback with its options", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const table = readme.slice(readme.indexOf("| `type` |")).split("\n\n")[0]!;
  const rows = table
    .split("\n")
    .slice(2)
    .map((row) => {
      const [, type, , options] = row
        .split("|")
        .map((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));
      return [type![0], options];
    });
  expect(rows).toEqual(CALLBACK_NAMES.map((name) => [name, Object.keys(callbackOptions(name))]));
});
