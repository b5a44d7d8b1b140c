import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const folder = fileURLToPath(new URL("../kernels/", import.meta.url));

/**
 * Compiles `kernels/index.ts` to WebAssembly: no runtime, no imports, memory that grows only when it is asked to.
 *
 * @throws Error with what the compiler says
 */
export async function compileKernels(): Promise<Uint8Array> {
  const arguments_ = ["index.ts", "--baseDir", folder, "--outFile", "kernels.wasm", "--runtime", "stub"];
  const options = ["--optimizeLevel", "3", "--converge", "--noAssert", "--enable", "simd", "--use", "abort="];
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await asc.main([...arguments_, ...options], {
    writeFile: (_name, contents) => {
      bytes = contents as Uint8Array;
    },
  });
  if (error !== null || bytes === undefined) {
    throw new Error(`[imgcls/transfer] kernels: they do not compile.\n${stderr}`, { cause: error });
  }
  return bytes;
}

/** The committed source file with these bytes. */
export const kernelsSource = (bytes: Uint8Array): string =>
  `/** Compiled from packages/transfer/kernels by \`npm run kernels\`. */
export const kernelsBase64 =
  "${Buffer.from(bytes).toString("base64")}";
`;
