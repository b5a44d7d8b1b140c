import { type Checks, object } from "@imgcls/checks";
import { openZipFile } from "#zip-file";
import {
  completeFolderOptions,
  type ImageFolderOptions,
  imageFolderChecks,
} from "../folder/image-folder-options.js";
import { type ImageFolder, openImages } from "../folder/open-images.js";
import { type ArchiveLimits, DEFAULT_LIMITS, limitProblems } from "../formats/limits.js";
import { checkOptions } from "../option-checks.js";
import { blobAccess } from "../zip/random-access.js";
import { openZipFiles } from "../zip/zip-files.js";
import { placeSource, type SourceOpener } from "./place.js";

export interface ImageZipOptions extends ImageFolderOptions {
  /** What the archive may claim: entries, bytes of a file, and inflated bytes for each packed one. */
  readonly limits?: Partial<ArchiveLimits>;
}

const CHECKS: Checks<ImageZipOptions> = { ...imageFolderChecks, limits: object };

/**
 * Your own images in a zip archive of folders by class, laid out as for `imageFolder`. The archive is not
 * unpacked: its list is read now, an image when it is read from the sets.
 *
 * ```ts
 * const { train, test, classNames } = await imageZip("flowers.zip", { shape: [64, 64, 3] });
 * ```
 *
 * @param file path (in a browser: URL, which is fetched whole), a file that was picked or dropped, or bytes
 * @throws DatasetFormatError when it is no zip archive, or entries lead out of it, are links, encrypted or
 * larger than the limits, or the folders are not as they should be; all problems at once
 * @throws DatasetOptionsError when options are unknown or wrong, all at once
 */
export async function imageZip(
  file: string | Blob | Uint8Array,
  options: ImageZipOptions = {},
): Promise<ImageFolder> {
  checkOptions("imageZip", options, CHECKS, () => limitProblems(options.limits));
  const archive =
    typeof file === "string"
      ? await openZipFile(file)
      : blobAccess(file instanceof Blob ? file : new Blob([file as BlobPart]));
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const files = await openZipFiles(archive, { svg: options.svg ?? false, signal: options.signal, limits });
  return openImages(files, completeFolderOptions(options));
}

/** `zip:FILE` */
export const imageZipSource: SourceOpener = (path) =>
  placeSource(`zip:${path}`, (options, limits) =>
    imageZip(path, limits === undefined ? options : { ...options, limits }),
  );
