/** Entries that a folder gives at a time, until it gives none. */
const readEntries = (reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> =>
  new Promise((resolve, reject) => reader.readEntries(resolve, reject));

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** The folders among what was dropped. Ask during the event: the list is empty afterwards. */
export const droppedFolders = (items: DataTransferItemList): FileSystemDirectoryEntry[] =>
  Array.from(items, (item) => item.webkitGetAsEntry()).filter(
    (entry): entry is FileSystemDirectoryEntry => entry?.isDirectory === true,
  );

/** Every file in the folders, by its path from their names on. */
export async function filesIn(
  folders: readonly FileSystemDirectoryEntry[],
): Promise<ReadonlyMap<string, File>> {
  const files = new Map<string, File>();
  const pending = [...folders];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    const reader = folder.createReader();
    for (let some = await readEntries(reader); some.length > 0; some = await readEntries(reader)) {
      for (const entry of some) {
        if (entry.isDirectory) pending.push(entry as FileSystemDirectoryEntry);
        else files.set(entry.fullPath.replace(/^\//, ""), await fileOf(entry as FileSystemFileEntry));
      }
    }
  }
  return files;
}
