import type { FileStore } from "./file-store.js";
import type { Layout } from "./obtain.js";

/** The files of a layout that a store has. */
export interface Located {
  readonly layout: Layout;
  readonly folder: string;
  /** The file's path in the store, or `undefined`, for each file of the layout. */
  readonly paths: readonly (string | undefined)[];
}

/** The first layout and folder that is complete, else the one that has most, else `undefined`. */
export async function locate(store: FileStore, layouts: readonly Layout[]): Promise<Located | undefined> {
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

export const inFolder = (folder: string, name: string): string =>
  folder === "" ? name : `${folder}/${name}`;

async function firstPresent(
  store: FileStore,
  folder: string,
  names: readonly string[],
): Promise<string | undefined> {
  for (const name of names) {
    const path = inFolder(folder, name);
    if ((await store.size(path)) !== undefined) return path;
  }
  return undefined;
}
