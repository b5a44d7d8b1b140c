import type { Content } from "./content.js";

/** A place with named files, "sub/name" in subfolders: all that saving needs of a platform. */
export interface Folder {
  /** Where it is, for errors: they name files by it. */
  readonly path?: string;
  /** Undefined when there is no such file. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** Whoever reads meanwhile sees the old content or the new, never a part. The arrays must not change meanwhile. */
  write(name: string, content: Content): Promise<void>;
  /** In one moment; a file that has the new name is replaced. */
  rename(name: string, newName: string): Promise<void>;
  /** Names directly in a subfolder, "" for the folder itself; empty when it does not exist. */
  list(subfolder: string): Promise<readonly string[]>;
  remove(name: string): Promise<void>;
}
