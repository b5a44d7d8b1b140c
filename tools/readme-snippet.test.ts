import { expect, it } from "vitest";
import { asCommonJs, firstSnippet } from "./readme-snippet.ts";

it("takes the first code block", () => {
  expect(firstSnippet("# Title\n\n```sh\nnpm i\n```\n\n```ts\nconst a = 1;\n```\n\n```ts\nb\n```\n")).toBe(
    "const a = 1;\n",
  );
  expect(() => firstSnippet("# no code")).toThrow("no code block");
});

it("turns imports into requires", () => {
  const program = 'import * as tf from "tf";\nimport { a, b as c } from "ab";\n\nawait a(tf, c);\n';
  const commonJs = asCommonJs(program);
  expect(commonJs).toContain('const tf = require("tf");\nconst { a, b: c } = require("ab");\n(async () => {');
  expect(commonJs).not.toContain("import ");
  expect(() => asCommonJs('import x from "y";\n')).toThrow("not understood");
});
