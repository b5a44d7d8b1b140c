import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { compileKernels, kernelsSource } from "../../scripts/compile-kernels.js";

it("ships what the kernels compile to (else: npm run kernels)", async () => {
  const shipped = await readFile(new URL("./kernels-wasm.ts", import.meta.url), "utf8");
  expect(shipped).toBe(kernelsSource(await compileKernels()));
});
