import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";

/**
 * Makes dist/ from the packages onnxruntime-node and onnxruntime-web of the same version: the library for the
 * processor of every platform, and the WebAssembly module with threads.
 *
 * Left out are the install script, which fetches CUDA libraries from a server of its own, and what only graphics
 * cards on Windows need: DirectML and the shader compiler, which have licenses of their own.
 */
const { resolve } = createRequire(import.meta.url);
const dist = join(import.meta.dirname, "../dist");

const NATIVE_LIBRARIES = ["libonnxruntime.so.1", "libonnxruntime.1.dylib", "onnxruntime.dll"];
const NATIVE_FILES = [...NATIVE_LIBRARIES, "onnxruntime_binding.node"];

async function copyNative(): Promise<void> {
  const source = dirname(dirname(resolve("onnxruntime-node")));
  const program = await readdir(join(source, "dist"));
  for (const name of program.filter((file) => /\.(js|d\.ts)$/.test(file))) {
    const text = withoutSourceMap(await readFile(join(source, "dist", name), "utf8"));
    await writeFile(await placeFor("native", name), name === "binding.js" ? withOwnTensor(text) : text);
  }
  await copyFile(join(import.meta.dirname, "../src", OWN_TENSOR), await placeFor("native", OWN_TENSOR));
  const libraries = await readdir(join(source, "bin"), { recursive: true });
  for (const file of libraries.filter((path) => NATIVE_FILES.includes(basename(path)))) {
    await copyFile(join(source, "bin", file), await placeFor("bin", file));
  }
}

const WASM_MODULE = "ort-wasm-simd-threaded";
const WASM_TYPES = `declare const createModule: (options: object) => Promise<unknown>;
export default createModule;
`;

async function copyWasm(): Promise<void> {
  const source = dirname(resolve(`onnxruntime-web/${WASM_MODULE}.wasm`));
  for (const extension of ["mjs", "wasm"]) {
    const name = `${WASM_MODULE}.${extension}`;
    await copyFile(join(source, name), await placeFor("wasm", name));
  }
  await writeFile(await placeFor("wasm", `${WASM_MODULE}.d.mts`), WASM_TYPES);
}

/** A file of dist/, whose folder is there. */
async function placeFor(...path: string[]): Promise<string> {
  const file = join(dist, ...path);
  await mkdir(dirname(file), { recursive: true });
  return file;
}

const OWN_TENSOR = "own-tensor.cjs";

/** The library makes its results with the class that it is given here. */
function withOwnTensor(binding: string): string {
  const before = "initOrtOnce(logLevel, onnxruntime_common_1.Tensor,";
  if (!binding.includes(before)) throw new Error(`onnxruntime-node's binding.js: expected "${before}"`);
  return binding.replace(before, `initOrtOnce(logLevel, require("./${OWN_TENSOR}").OwnTensor,`);
}

/** The maps stay out, so tools should not look for them. */
const withoutSourceMap = (text: string): string => text.replace(/^\/\/# sourceMappingURL=.*$/m, "");

await rm(dist, { recursive: true, force: true });
await copyNative();
await copyWasm();
