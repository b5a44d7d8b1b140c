import type { ImageFiles, ScanOptions } from "./image-files.js";

/** Behind `#folder-files` elsewhere: a page cannot open a folder by its path. */
export async function openFolderFiles(path: string, _options: ScanOptions): Promise<ImageFiles> {
  throw new Error(
    `[imgcls/datasets] imageFolder: a browser cannot open "${path}" by its path. Give a directory handle (showDirectoryPicker), or the files of an <input webkitdirectory> or a drop.`,
  );
}
