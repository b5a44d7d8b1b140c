import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "@imgcls/checks/node";
import { openFolder } from "@imgcls/training";
import { isOfRun, type RunPlace, RunPlaceError } from "./place.js";
import { holdFolder, LOCK, removeEmpty } from "./run-lock.js";

export function folderPlace(path: string): RunPlace {
  return {
    name: path,
    folder: openFolder(path),
    async hold(onWait) {
      const entries = await entriesOf(path);
      const isRun = entries.some((name) => isOfRun(name) || name.startsWith(LOCK));
      if (entries.length > 0 && !isRun) {
        throw new RunPlaceError(
          path,
          `expected a new or empty folder, or one of an earlier run, found other files in it (${entries[0]}, …). Choose another folder.`,
        );
      }
      const created = await makeFolder(path);
      const release = await holdFolder(path, onWait === undefined ? {} : { onWait });
      return async () => {
        try {
          // Before somebody else may hold the folder, who makes this one to write into it.
          await removeEmpty(join(path, "checkpoint"));
        } finally {
          await release();
        }
        if (created) await removeEmpty(path);
      };
    },
  };
}

async function entriesOf(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return [];
  if (!found.isDirectory())
    throw new RunPlaceError(path, "expected a folder, found a file. Choose another name.");
  return readdir(path);
}
