import { firstOf } from "@imgcls/checks";

/** A file that can be fetched, and what is known of it. */
export interface PublishedFile {
  /** The name under which it is kept, for example `train-images-idx3-ubyte.gz`. */
  readonly name: string;
  /** Default: as many as the server says. */
  readonly bytes?: number;
  /** Lower-case hex, or only its first digits. Default: what the server says, if it does. */
  readonly sha256?: string;
  /** Tried in this order. */
  readonly urls: readonly string[];
}

/** A file of a data set: all of it is known beforehand. */
export interface RemoteFile extends PublishedFile {
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** No data set has this id. */
export class UnknownDatasetError extends Error {
  override readonly name = "UnknownDatasetError";
  constructor(
    readonly id: string,
    readonly known: readonly string[],
    /** The known id that is spelled most like it, when one is near. */
    readonly suggestion: string | undefined,
  ) {
    const hint = suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`;
    super(`[imgcls/datasets] Unknown data set "${id}".${hint} Known data sets: ${known.join(", ")}.`);
  }
}

/** Bytes or arrays that are not what they should be: wrong magic, truncated, labels outside the classes, ... */
export class DatasetFormatError extends Error {
  override readonly name = "DatasetFormatError";
  constructor(
    /** The file, or what was being built. */
    readonly subject: string,
    /** Everything that is wrong, each with what was expected and what was found. */
    readonly problems: readonly string[],
    options?: ErrorOptions & { readonly advice?: string },
  ) {
    const advice = options?.advice === undefined ? "" : ` ${options.advice}`;
    super(`[imgcls/datasets] ${subject}: ${problems.join("; ")}.${advice}`, options);
  }
}

/** Options that a function does not have, or with values that they cannot have. */
export class DatasetOptionsError extends Error {
  override readonly name = "DatasetOptionsError";
  /** @param problems everything that is wrong */
  constructor(readonly problems: readonly string[]) {
    super(`[imgcls/datasets] ${problems.join("; ")}.`);
  }
}

/** A file that is not where it should be, and the published file that it is or comes in. */
export interface MissingFile {
  readonly name: string;
  readonly remote: RemoteFile;
}

/** Files are not there, and may not be fetched (offline) or should not be (the folder has some of them). */
export class DatasetFilesMissingError extends Error {
  override readonly name = "DatasetFilesMissingError";
  constructor(
    readonly id: string,
    /** Where they were looked for, and where to put them. */
    readonly folder: string,
    readonly missing: readonly MissingFile[],
    reason: string,
  ) {
    super(
      `[imgcls/datasets] ${id}: ${reason}. Missing in ${folder}: ${missing.map(whereFrom).join("; ")}. ` +
        `Put ${missing.length === 1 ? "it" : "them"} there and try again.`,
    );
  }
}

function whereFrom({ name, remote }: MissingFile): string {
  const part = name === remote.name ? `${remote.bytes} bytes,` : `in ${remote.name},`;
  return `${name} (${part} from ${remote.urls.join(" or ")})`;
}

/** A file is not in the cache, in none of its forms, and may not be fetched (offline). */
export class FileMissingError extends Error {
  override readonly name = "FileMissingError";
  constructor(
    readonly id: string,
    /** Where it was looked for, and where to put it. */
    readonly folder: string,
    /** Each of them will do. */
    readonly files: readonly PublishedFile[],
    reason: string,
  ) {
    const places = files.map(({ name, urls }) => `${urls.join(" or ")} as ${name}`);
    super(
      `[imgcls/datasets] ${id}: the network may not be used (offline), and ${reason}. ` +
        `Fetch ${places.join(", or ")}, and put it into ${folder}.`,
    );
  }
}

/** Every source of a file failed. */
export class DatasetDownloadError extends Error {
  override readonly name = "DatasetDownloadError";
  constructor(
    readonly file: string,
    readonly urls: readonly string[],
    /** HTTP status of the last answer, `undefined` when no server answered. */
    readonly status: number | undefined,
    /** One line an attempt that failed, in order. */
    readonly attempts: readonly string[],
    folder: string,
    options?: ErrorOptions,
  ) {
    const where = urls.length === 1 ? "there" : "one of these addresses";
    super(
      `[imgcls/datasets] Cannot download ${file}: ${[...new Set(attempts)].join("; ")}. ` +
        `Check the network and try again, or fetch the file yourself from ${where} and put it into ${folder}.`,
      options,
    );
  }
}

/** The place where data set files are kept cannot be read or written: full, read-only, not a folder. */
export class DatasetStorageError extends Error {
  override readonly name = "DatasetStorageError";
  constructor(
    readonly path: string,
    /** The system's code, such as `ENOSPC` or `EROFS`, when there is one. */
    readonly code: string | undefined,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(
      `[imgcls/datasets] ${path}: ${problem}. Choose another folder (the data folder option, or IMGCLS_CACHE_DIR for the cache).`,
      options,
    );
  }
}

/** An image file that is missing or does not decode. */
export class ImageDecodeError extends Error {
  override readonly name = "ImageDecodeError";
  constructor(
    /** Its path, or a description of the bytes. */
    readonly file: string,
    /** Why, in a few words. */
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`[imgcls/datasets] Cannot decode the image ${file}: ${reason}.`, options);
  }
}

/** An image of a folder or archive that does not decode. */
export interface UnreadableImage {
  /** Its path below the folder, or in the archive. */
  readonly path: string;
  readonly reason: string;
}

const NAMED_AT_MOST = 20;

/** Images of a folder or archive do not decode: all of them, not only the one that was met first. */
export class UnreadableImagesError extends Error {
  override readonly name = "UnreadableImagesError";
  constructor(
    readonly location: string,
    /** All of them; the message names the first twenty. */
    readonly images: readonly UnreadableImage[],
    options?: ErrorOptions,
  ) {
    const named = images.map(({ path, reason }) => `${path}: ${reason}`);
    super(
      `[imgcls/datasets] ${location}: ${images.length} ${images.length === 1 ? "image does" : "images do"} not decode: ` +
        `${firstOf(named, NAMED_AT_MOST, "; ")}. ` +
        'Repair or remove them, or leave them out with onBadImage: "skip" (--on-bad-image skip on the command line).',
      options,
    );
  }
}

/** Augmentations that do not exist, have wrong parameters, or do not fit the images. */
export class AugmentationError extends Error {
  override readonly name = "AugmentationError";
  /** @param problems everything that is wrong */
  constructor(readonly problems: readonly string[]) {
    super(`[imgcls/datasets] Augmentations: ${problems.join("; ")}.`);
  }
}
