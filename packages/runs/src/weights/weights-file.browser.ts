import { PretrainedError } from "./errors.js";

/** @throws PretrainedError: a page has no file system */
export async function readWeightsFile(path: string): Promise<Uint8Array> {
  throw new PretrainedError([
    `weights "${path}": a page cannot open files by their path: give the bytes of the file, or the name of weights`,
  ]);
}
