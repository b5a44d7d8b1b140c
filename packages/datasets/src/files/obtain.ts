/**
 * Decides where a data set's files come from: the user's folder in any layout, the cache, the network.
 * Files of a folder are taken as they are (people re-pack them; the parsers check their structure);
 * files of the cache must have the published size and SHA-256.
 */
import { DatasetFilesMissingError, type MissingFile, type RemoteFile } from "../errors.js";
import { type DownloadOptions, download } from "./download.js";
import type { FileStore, StorePlatform } from "./file-store.js";
import { checkFile } from "./intact.js";
import { inFolder, type Located, locate } from "./locate.js";
import { memoryStore } from "./memory-store.js";

/** One file of a layout. */
export interface LayoutFile {
  /** The names under which people have it, the preferred one first. */
  readonly names: readonly string[];
  /** The published file that it is, or comes in. */
  readonly remote: RemoteFile;
}

/** One way in which people have the files of a data set. */
export interface Layout {
  /** Where they may lie, relative to the data folder; the first folder that has them all is taken. */
  readonly folders: readonly string[];
  readonly files: readonly LayoutFile[];
}

export interface FileSet {
  readonly id: string;
  /** In order of preference. */
  readonly layouts: readonly Layout[];
  /** What is fetched; its files bear their published names. One of `layouts`, too. */
  readonly published: Layout;
}

export interface ObtainOptions extends DownloadOptions {
  readonly dataDir?: string | undefined;
  readonly files?: ReadonlyMap<string, Uint8Array> | undefined;
  readonly cacheDir?: string | undefined;
  readonly offline?: boolean | undefined;
}

export interface ObtainedFile {
  /** With its place, for messages. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  read(): Promise<Uint8Array>;
  /** Piece by piece; a piece may be overwritten when the next one is asked for. */
  chunks(): AsyncIterable<Uint8Array>;
}

export interface ObtainedFiles {
  readonly layout: Layout;
  /** In the order of `layout.files`. */
  readonly files: readonly ObtainedFile[];
}

/**
 * @throws DatasetFilesMissingError, DatasetDownloadError, DatasetStorageError, or the signal's reason
 */
export async function obtainFiles(
  set: FileSet,
  options: ObtainOptions,
  platform: StorePlatform,
): Promise<ObtainedFiles> {
  if (options.files !== undefined) return fromFiles(set, options.files);
  const offline = options.offline ?? platform.offlineByEnvironment();
  return options.dataDir === undefined
    ? fromCache(set, platform.openCache(set.id, options.cacheDir), offline, options)
    : fromFolder(set, platform.openFolder(options.dataDir), offline, options);
}

async function fromFiles(set: FileSet, files: ReadonlyMap<string, Uint8Array>): Promise<ObtainedFiles> {
  const store = memoryStore(new Map(files), "the files given");
  const found = await locate(store, set.layouts);
  const missing = missingFrom(found ?? { layout: set.published, folder: "", paths: [] });
  if (found !== undefined && missing.length === 0) return obtained(store, found);
  const reason = found === undefined ? "none of its files was given" : "only some of its files were given";
  throw new DatasetFilesMissingError(set.id, store.location, missing, reason);
}

async function fromFolder(
  set: FileSet,
  store: FileStore,
  offline: boolean,
  options: ObtainOptions,
): Promise<ObtainedFiles> {
  const found = await locate(store, set.layouts);
  const missing = found === undefined ? set.published.files.map(preferred) : missingFrom(found);
  if (found !== undefined && missing.length === 0) return obtained(store, found);
  if (found !== undefined && !(await isBeginOfDownload(set, store, found))) {
    const place = found.folder === "" ? store.location : `${store.location}/${found.folder}`;
    throw new DatasetFilesMissingError(set.id, place, missing, "the folder has only some of the files");
  }
  if (offline) {
    const reason = "the network may not be used (offline)";
    throw new DatasetFilesMissingError(set.id, store.location, missing, reason);
  }
  // Beside other files, a folder of its own: MNIST and Fashion-MNIST have the same file names.
  const folder = found?.folder ?? ((await store.isEmpty()) ? "" : set.id);
  const paths = set.published.files.map(({ remote }) => inFolder(folder, remote.name));
  for (const [i, { remote }] of set.published.files.entries()) {
    if (found?.paths[i] === undefined) await download(set.id, remote, store, options, paths[i]);
  }
  return obtained(store, { layout: set.published, folder, paths });
}

/**
 * Whether the files that are there are just as published: what a download that was interrupted leaves,
 * and what may be completed. Files of the user's own are not mixed with others.
 */
async function isBeginOfDownload(set: FileSet, store: FileStore, found: Located): Promise<boolean> {
  if (found.layout !== set.published) return false;
  const checks = set.published.files.map(async ({ remote }, i) => {
    const path = found.paths[i];
    return path === undefined || (await checkFile(store, path, remote)) === "intact";
  });
  return (await Promise.all(checks)).every(Boolean);
}

async function fromCache(
  set: FileSet,
  store: FileStore,
  offline: boolean,
  options: ObtainOptions,
): Promise<ObtainedFiles> {
  const remotes = set.published.files.map(({ remote }) => remote);
  const states = await Promise.all(remotes.map((remote) => checkFile(store, remote.name, remote)));
  const wanted = remotes.filter((_, i) => states[i] !== "intact");
  const damaged = remotes.filter((_, i) => states[i] === "damaged").map(({ name }) => name);
  if (offline && wanted.length > 0) {
    const missing = wanted.map((remote) => ({ name: remote.name, remote }));
    const report = damaged.length === 0 ? "" : ` (damaged: ${damaged.join(", ")})`;
    const reason = `the network may not be used (offline) and the cache lacks intact files${report}`;
    throw new DatasetFilesMissingError(set.id, store.location, missing, reason);
  }
  for (const remote of wanted) {
    if (damaged.includes(remote.name)) {
      options.onProgress?.({
        dataset: set.id,
        file: remote.name,
        url: remote.urls[0] ?? "",
        receivedBytes: 0,
        totalBytes: remote.bytes,
        note: `the copy in ${store.location} is damaged; fetching it again`,
      });
    }
    await download(set.id, remote, store, options);
  }
  return obtained(store, { layout: set.published, folder: "", paths: remotes.map(({ name }) => name) });
}

async function obtained(store: FileStore, { layout, paths }: Located): Promise<ObtainedFiles> {
  const files = paths.map(async (path) => ({
    name: `${path} (in ${store.location})`,
    size: (await store.size(path!)) ?? 0,
    read: () => store.read(path!),
    chunks: () => store.chunks(path!),
  }));
  return { layout, files: await Promise.all(files) };
}

const missingFrom = ({ layout, paths }: Located): MissingFile[] =>
  layout.files.filter((_, i) => paths[i] === undefined).map(preferred);

const preferred = ({ names, remote }: LayoutFile): MissingFile => ({
  name: names.includes(remote.name) ? remote.name : names[0]!,
  remote,
});
