/**
 * The kernels of packages that compute with WebAssembly: `kernels/index.ts` in AssemblyScript becomes a source file that is
 * committed. Run by itself, this writes them all.
 */
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import asc from "assemblyscript/asc";

const packages = resolve(import.meta.dirname, "../packages");

/** A package's name, and the file in it that holds the compiled kernels. */
export const KERNELS = {
  datasets: "src/augment/ops/kernels-wasm.ts",
  transfer: "src/algebra/kernels-wasm.ts",
} as const;
type Owner = keyof typeof KERNELS;

export const kernelsFile = (owner: Owner): string => resolve(packages, owner, KERNELS[owner]);

/**
 * The source file of a package's kernels: no runtime, no imports, memory that grows only when it is asked to.
 *
 * @throws Error with what the compiler says
 */
export async function compiledKernels(owner: Owner): Promise<string> {
  const folder = resolve(packages, owner, "kernels");
  const files = ["index.ts", "--baseDir", folder, "--outFile", "kernels.wasm"];
  const options = ["--runtime", "stub", "--optimizeLevel", "3", "--converge", "--noAssert"];
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await asc.main([...files, ...options, "--enable", "simd", "--use", "abort="], {
    writeFile: (_name, contents) => {
      bytes = contents as Uint8Array;
    },
  });
  if (error !== null || bytes === undefined) {
    throw new Error(`packages/${owner}/kernels do not compile.\n${stderr}`, { cause: error });
  }
  return `/** Compiled from packages/${owner}/kernels by \`npm run kernels\`. */
export const kernelsBase64 =
  "${Buffer.from(bytes).toString("base64")}";
`;
}

if (import.meta.filename === process.argv[1]) {
  for (const owner of Object.keys(KERNELS) as Owner[]) {
    await writeFile(kernelsFile(owner), await compiledKernels(owner));
  }
}
