import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { PretrainedError } from "./errors.js";

/**
 * The bytes of a file of weights; a relative path is one of the working directory.
 *
 * @throws PretrainedError when it cannot be read
 */
export async function readWeightsFile(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const { code } = cause as { readonly code?: string };
    const found =
      code === "ENOENT"
        ? `found no such file (looked for ${resolve(path)})`
        : `it cannot be read: ${(cause as Error).message}`;
    throw new PretrainedError([`weights "${path}": expected a file of weights, ${found}`], { cause });
  }
}
