import { readdir, readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { LAYER_COMPILERS } from "./index.js";

const folder = new URL(".", import.meta.url);

async function testedClassNames(): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".test.ts"));
  const sources = await Promise.all(files.map((name) => readFile(new URL(name, folder), "utf8")));
  const calls = sources.flatMap((source) => [...source.matchAll(/^testLayerCompiler\("(\w+)"/gm)]);
  return calls.map(([, className]) => className!);
}

/** It has no gradient, and TensorFlow.js cannot compute it: its test is inlined/onnx-base.test.ts. */
const OTHERWISE = ["OnnxBase"];

it("every layer compiler of the table is held to the contract, and nothing else is", async () => {
  const tested = [...(await testedClassNames()), ...OTHERWISE];
  expect(tested.sort()).toEqual(Object.keys(LAYER_COMPILERS).sort());
});
