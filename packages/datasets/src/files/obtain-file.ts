/**
 * One file that others publish and that is no data set: weights, a list of names. It comes from the cache or the network.
 * Of such a file often only the first digits of its digest are known beforehand, or nothing; so the digest of what arrived
 * is written down beside it, as `sha256sum` writes it, and every load compares.
 */
import * as platform from "#file-store";
import { DatasetDownloadError, FileMissingError, type PublishedFile } from "../errors.js";
import { just } from "../streams.js";
import { type DownloadOptions, download } from "./download.js";
import type { FileStore } from "./file-store.js";
import { sha256 as sha256Of } from "./intact.js";

export interface ObtainFileOptions extends DownloadOptions {
  /** Cache folder. Default: IMGCLS_CACHE_DIR, else the platform's cache folder. */
  readonly cacheDir?: string | undefined;
  /** Never touch the network. Default: whether IMGCLS_OFFLINE is 1. */
  readonly offline?: boolean | undefined;
}

/** What is asked for. */
export interface WantedFile {
  /** For messages and progress; the folder of the cache in which it is kept. */
  readonly id: string;
  /** The part of the cache: "weights". */
  readonly kind: string;
  /** Forms of the same content, the preferred one first: one of them is enough. */
  readonly files: readonly PublishedFile[];
}

export interface ArrivedFile {
  readonly file: PublishedFile;
  /** Where it is kept: a folder, or the browser's storage. */
  readonly location: string;
  readonly bytes: Uint8Array;
  /** Lower-case hex. */
  readonly sha256: string;
}

/**
 * The first of the forms that the cache has intact, else the first that can be fetched. A file that somebody has put into the
 * cache by hand is taken, if what is known of its digest agrees.
 *
 * @throws FileMissingError when it may not be fetched, with its addresses and where to put it
 * @throws DatasetDownloadError when no server gave the right file, DatasetStorageError, or the signal's reason
 */
export async function obtainFile(wanted: WantedFile, options: ObtainFileOptions = {}): Promise<ArrivedFile> {
  const { id, kind, files } = wanted;
  const { cacheDir, offline = platform.offlineByEnvironment(), signal, onProgress } = options;
  signal?.throwIfAborted();
  const store = platform.openCache(id, cacheDir, kind);
  const damaged: string[] = [];
  for (const file of files) {
    const found = await arrived(store, file);
    if (found === "damaged") damaged.push(file.name);
    else if (found !== undefined) return found;
  }
  if (offline) throw new FileMissingError(id, store.location, files, reasonOf(damaged));
  for (const name of damaged) {
    onProgress?.({
      dataset: id,
      file: name,
      url: "",
      receivedBytes: 0,
      totalBytes: 0,
      note: `the copy of ${name} in ${store.location} is damaged; fetching it again`,
    });
  }
  return fetched(wanted, store, options);
}

/** Where such a file is kept, and under which name it is there, if it is; its content is not looked at. */
export async function findFile(
  { id, kind, files }: WantedFile,
  cacheDir?: string,
): Promise<{ readonly location: string; readonly name: string | undefined }> {
  const store = platform.openCache(id, cacheDir, kind);
  for (const { name } of files) {
    if ((await store.size(name)) !== undefined) return { location: store.location, name };
  }
  return { location: store.location, name: undefined };
}

const reasonOf = (damaged: readonly string[]): string =>
  damaged.length === 0
    ? "the cache lacks it"
    : `the copy in the cache is damaged (${damaged.join(", ")}: its SHA-256 is not the expected one)`;

/** Tries one form after the other; the addresses of all of them are in the error. */
async function fetched({ id, files }: WantedFile, store: FileStore, options: DownloadOptions) {
  const failures: DatasetDownloadError[] = [];
  for (const file of files) {
    try {
      await store.remove(recordOf(file));
      await download(id, file, store, options);
      const found = await arrived(store, file);
      if (found !== undefined && found !== "damaged") return found;
    } catch (error) {
      if (!(error instanceof DatasetDownloadError)) throw error;
      failures.push(error);
    }
  }
  const [first] = failures;
  const names = files.map(({ name }) => name).join(" or ");
  const urls = failures.flatMap((failure) => failure.urls);
  const attempts = failures.flatMap((failure) => failure.attempts);
  throw new DatasetDownloadError(names, urls, first?.status, attempts, store.location, { cause: first });
}

const recordOf = ({ name }: PublishedFile): string => `${name}.sha256`;

/** The file if it is there and what it should be; its digest is written down the first time. */
async function arrived(store: FileStore, file: PublishedFile): Promise<ArrivedFile | "damaged" | undefined> {
  if ((await store.size(file.name)) === undefined) return undefined;
  const bytes = await store.read(file.name);
  const sha256 = await sha256Of(bytes);
  const recorded = await recordedDigest(store, file);
  if (!sha256.startsWith(file.sha256 ?? "") || (recorded !== undefined && recorded !== sha256)) {
    return "damaged";
  }
  if (recorded === undefined) {
    await store.write(recordOf(file), just(new TextEncoder().encode(`${sha256}  ${file.name}\n`)));
  }
  return { file, location: store.location, bytes, sha256 };
}

async function recordedDigest(store: FileStore, file: PublishedFile): Promise<string | undefined> {
  if ((await store.size(recordOf(file))) === undefined) return undefined;
  const text = new TextDecoder().decode(await store.read(recordOf(file)));
  return /^[0-9a-f]{64}/.exec(text)?.[0];
}
