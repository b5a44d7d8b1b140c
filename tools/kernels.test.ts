import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { compiledKernels, KERNELS, kernelsFile } from "./compile-kernels.ts";

it.each(Object.keys(KERNELS) as (keyof typeof KERNELS)[])(
  "%s ships what its kernels compile to (else: npm run kernels)",
  async (owner) => {
    expect(readFileSync(kernelsFile(owner), "utf8")).toBe(await compiledKernels(owner));
  },
);
