import type { WeightsFile, WeightsInfo } from "@imgcls/architectures/weights";
import {
  findFile,
  type ObtainFileOptions,
  obtainFile,
  type PublishedFile,
  type WantedFile,
} from "@imgcls/datasets";
import { fileNameOf } from "./weights-path.js";

export interface ObtainedWeights {
  readonly bytes: Uint8Array;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  /** The file, with the folder or storage that it is kept in. */
  readonly name: string;
}

type Source = Pick<WeightsInfo, "id" | "files">;

/**
 * A file of weights that are known by name, from the cache (`weights/ID`) or one of its addresses. Throws FileMissingError
 * (offline), DatasetDownloadError, DatasetStorageError, or the signal's reason.
 */
export async function obtainWeights(
  source: Source,
  options: ObtainFileOptions = {},
): Promise<ObtainedWeights> {
  const { file, bytes, sha256, location } = await obtainFile(wanted(source), options);
  return { bytes, sha256, name: `${file.name} (in ${location})` };
}

/** Where such weights are kept, and the name of their file, if it is there. */
export const findWeights = (source: Source, cacheDir?: string): ReturnType<typeof findFile> =>
  findFile(wanted(source), cacheDir);

const wanted = ({ id, files }: Source): WantedFile => ({ id, kind: "weights", files: files.map(published) });

const published = ({ url, sha256Prefix }: WeightsFile): PublishedFile => ({
  name: fileNameOf(url),
  urls: [url],
  ...(sha256Prefix !== undefined && { sha256: sha256Prefix }),
});
