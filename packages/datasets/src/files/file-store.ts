/** Keeps whole files under relative names such as `train.bin` or `MNIST/raw/train.bin`. */
export interface FileStore {
  /** Where the files are, for messages: the path of a folder, or the name of the browser's cache. */
  readonly location: string;
  /** Whether there is anything in it. A store that does not exist yet is empty. */
  isEmpty(): Promise<boolean>;
  /** Bytes of a file, `undefined` when there is no such file. */
  size(name: string): Promise<number | undefined>;
  /** @throws DatasetStorageError when there is no such file or it cannot be read */
  read(name: string): Promise<Uint8Array>;
  /**
   * Stores a file, all or nothing: when `chunks` throws, that error is thrown on and no trace of the
   * file is left; an older file of that name stays. Readers see the old file or the new one.
   *
   * @throws DatasetStorageError when it cannot be stored
   */
  write(name: string, chunks: AsyncIterable<Uint8Array>): Promise<void>;
  /** Does nothing when there is no such file. */
  remove(name: string): Promise<void>;
}

/** What a platform supplies behind `#file-store`. */
export interface StorePlatform {
  /** The cache of one data set. */
  openCache(id: string, cacheDir?: string): FileStore;
  /** A folder that the user named. */
  openFolder(path: string): FileStore;
  /** Whether the environment forbids the network (IMGCLS_OFFLINE=1). */
  offlineByEnvironment(): boolean;
}
