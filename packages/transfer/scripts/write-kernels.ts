/** Compiles the kernels into the source file that the package ships. */
import { writeFile } from "node:fs/promises";
import { compileKernels, kernelsSource } from "./compile-kernels.js";

const file = new URL("../src/algebra/kernels-wasm.ts", import.meta.url);
const bytes = await compileKernels();
await writeFile(file, kernelsSource(bytes));
console.log(`${bytes.length} bytes of WebAssembly`);
