/**
 * Decides where a data set's files come from: the user's folder in any layout, the cache, the network.
 * Files of a folder are taken as they are (people re-pack them; the parsers check their structure);
 * files of the cache must have the published size and SHA-256.
 */
import { createSha256 } from "#sha256";
import { DatasetFilesMissingError, type RemoteFile } from "../errors.js";
import { type DownloadOptions, download } from "./download.js";
import type { FileStore, StorePlatform } from "./file-store.js";
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
  read(): Promise<Uint8Array>;
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
  const { layout, paths } = found ?? { layout: set.published, paths: [] };
  const missing = layout.files.flatMap(({ names, remote }, i) =>
    paths[i] === undefined ? [{ name: preferredName(names, remote), remote }] : [],
  );
  if (missing.length === 0) return { layout, files: paths.map((path) => fileOf(store, path!)) };
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
  if (found !== undefined) {
    const missing = found.layout.files.flatMap(({ names, remote }, i) =>
      found.paths[i] === undefined ? [{ name: preferredName(names, remote), remote }] : [],
    );
    if (missing.length > 0) {
      const place = found.folder === "" ? store.location : `${store.location}/${found.folder}`;
      throw new DatasetFilesMissingError(set.id, place, missing, "the folder has only some of the files");
    }
    return { layout: found.layout, files: found.paths.map((path) => fileOf(store, path!)) };
  }
  const remotes = set.published.files.map(({ remote }) => remote);
  if (offline) {
    const missing = remotes.map((remote) => ({ name: remote.name, remote }));
    throw new DatasetFilesMissingError(
      set.id,
      store.location,
      missing,
      "the network may not be used (offline)",
    );
  }
  // Beside other files, a folder of its own: MNIST and Fashion-MNIST have the same file names.
  const prefix = (await store.isEmpty()) ? "" : `${set.id}/`;
  const stored: string[] = [];
  try {
    for (const remote of remotes) {
      await download(set.id, remote, store, options, prefix + remote.name);
      stored.push(prefix + remote.name);
    }
  } catch (error) {
    // Some of the files would be taken for the user's own incomplete folder the next time.
    for (const path of stored) await store.remove(path);
    throw error;
  }
  return { layout: set.published, files: stored.map((path) => fileOf(store, path)) };
}

async function fromCache(
  set: FileSet,
  store: FileStore,
  offline: boolean,
  options: ObtainOptions,
): Promise<ObtainedFiles> {
  const remotes = set.published.files.map(({ remote }) => remote);
  const kept = await Promise.all(remotes.map((remote) => readIntact(store, remote)));
  const wanted = remotes.filter((_, i) => !(kept[i] instanceof Uint8Array));
  const damaged = remotes.filter((_, i) => kept[i] === "damaged").map(({ name }) => name);
  const report = damaged.length === 0 ? "" : ` (damaged: ${damaged.join(", ")})`;
  if (offline && wanted.length > 0) {
    const missing = wanted.map((remote) => ({ name: remote.name, remote }));
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
  return {
    layout: set.published,
    files: remotes.map(({ name }, i) => {
      const bytes = kept[i];
      const file = fileOf(store, name);
      return bytes instanceof Uint8Array ? { ...file, read: async () => bytes } : file;
    }),
  };
}

const fileOf = (store: FileStore, path: string): ObtainedFile => ({
  name: `${path} (in ${store.location})`,
  read: () => store.read(path),
});

const preferredName = (names: readonly string[], remote: RemoteFile): string =>
  names.includes(remote.name) ? remote.name : names[0]!;

interface Located {
  readonly layout: Layout;
  readonly folder: string;
  /** The file's path in the store, or `undefined`, for each file of the layout. */
  readonly paths: readonly (string | undefined)[];
}

/** The first layout and folder that is complete, else the one that has most, else `undefined`. */
async function locate(store: FileStore, layouts: readonly Layout[]): Promise<Located | undefined> {
  let best: Located | undefined;
  let most = 0;
  for (const layout of layouts) {
    for (const folder of layout.folders) {
      const paths = await Promise.all(layout.files.map(({ names }) => firstPresent(store, folder, names)));
      const present = paths.filter((path) => path !== undefined).length;
      if (present === layout.files.length) return { layout, folder, paths };
      if (present > most) {
        best = { layout, folder, paths };
        most = present;
      }
    }
  }
  return best;
}

async function firstPresent(
  store: FileStore,
  folder: string,
  names: readonly string[],
): Promise<string | undefined> {
  for (const name of names) {
    const path = folder === "" ? name : `${folder}/${name}`;
    if ((await store.size(path)) !== undefined) return path;
  }
  return undefined;
}

async function readIntact(store: FileStore, remote: RemoteFile): Promise<Uint8Array | "absent" | "damaged"> {
  const size = await store.size(remote.name);
  if (size === undefined) return "absent";
  if (size !== remote.bytes) return "damaged";
  const bytes = await store.read(remote.name);
  const hash = createSha256();
  hash.update(bytes);
  return (await hash.digest()) === remote.sha256 ? bytes : "damaged";
}
