import type { WeightsFile, WeightsInfo } from "@imgcls/architectures";
import { type ObtainFileOptions, obtainFile, type PublishedFile } from "@imgcls/datasets";
import { fileNameOf } from "./choice.js";

export interface ObtainedWeights {
  readonly bytes: Uint8Array;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  /** The file, with the folder or storage that it is kept in. */
  readonly name: string;
}

/**
 * A file of weights that are known by name, from the cache (`weights/ID`) or one of its addresses. Throws FileMissingError
 * (offline), DatasetDownloadError, DatasetStorageError, or the signal's reason.
 */
export async function obtainWeights(
  { id, files }: Pick<WeightsInfo, "id" | "files">,
  options: ObtainFileOptions = {},
): Promise<ObtainedWeights> {
  const { file, bytes, sha256, location } = await obtainFile(
    { id, kind: "weights", files: files.map(published) },
    options,
  );
  return { bytes, sha256, name: `${file.name} (in ${location})` };
}

const published = ({ url, sha256Prefix }: WeightsFile): PublishedFile => ({
  name: fileNameOf(url),
  urls: [url],
  ...(sha256Prefix !== undefined && { sha256: sha256Prefix }),
});
