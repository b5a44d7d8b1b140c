import { filesToZip, runFilesFromZip } from "@imgcls/training";
import { type MemoryPlace, memoryPlace } from "./memory-place.js";

/**
 * The run in a zip file, at its top or in a folder. What is written there stays in memory: `zipOf` gives the file with it.
 *
 * @throws RunFolderError when it is no intact zip file, holds no run folder or more than one, or has more than 1 GiB
 */
export const zipPlace = (name: string, zip: Uint8Array): MemoryPlace =>
  memoryPlace(name, runFilesFromZip(zip));

/** All files at the place, as a zip file. */
export const zipOf = ({ files }: MemoryPlace): Uint8Array<ArrayBuffer> => filesToZip(files);
