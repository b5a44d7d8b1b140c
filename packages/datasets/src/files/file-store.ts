/** Keeps whole files under relative names such as `train.bin` or `MNIST/raw/train.bin`. */
export interface FileStore {
  /** Where the files are, for messages: the path of a folder, or the name of the browser's storage. */
  readonly location: string;
  /** Whether there is anything in it beside unfinished files. A store that does not exist yet is empty. */
  isEmpty(): Promise<boolean>;
  /** Bytes of a file, `undefined` when there is no such file. */
  size(name: string): Promise<number | undefined>;
  /** @throws DatasetStorageError when there is no such file or it cannot be read */
  read(name: string): Promise<Uint8Array>;
  /**
   * A file piece by piece, with little memory. A piece may be overwritten when the next one is asked for.
   *
   * @throws DatasetStorageError as `read`
   */
  chunks(name: string): AsyncIterable<Uint8Array>;
  /**
   * Stores a file, all or nothing: when `chunks` throws, that error is thrown on and no trace of the
   * file is left; an older file of that name stays. Readers see the old file or the new one.
   *
   * @throws DatasetStorageError when it cannot be stored
   */
  write(name: string, chunks: AsyncIterable<Uint8Array>): Promise<void>;
  /** Does nothing when there is no such file. */
  remove(name: string): Promise<void>;
  /**
   * Runs `action` while nobody else, in this program or another one, runs one for this name here. It saves
   * doing work twice; that files stay whole never depends on it.
   *
   * @throws the signal's reason when it is aborted while waiting; DatasetStorageError; what `action` throws
   */
  exclusively<T>(name: string, action: () => Promise<T>, options?: WaitOptions): Promise<T>;
}

export interface WaitOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called once when somebody else is at it. */
  readonly onWait?: (() => void) | undefined;
}

/** The folder of a store for what is not finished. What is in it may be deleted when nobody downloads. */
export const UNFINISHED = ".unfinished";

/** The name of something unfinished that belongs to a file: `a/b.gz` and `lock` give `.unfinished/a+b.gz.lock`. */
export const unfinishedName = (name: string, kind: string): string =>
  `${UNFINISHED}/${name.replaceAll("/", "+")}.${kind}`;

/** What a platform supplies behind `#file-store`. */
export interface StorePlatform {
  /** The cache of one data set, or of one thing of another kind ("weights"). */
  openCache(id: string, cacheDir?: string, kind?: string): FileStore;
  /** A folder that the user named. */
  openFolder(path: string): FileStore;
  /** Whether the environment forbids the network (IMGCLS_OFFLINE=1). */
  offlineByEnvironment(): boolean;
}
