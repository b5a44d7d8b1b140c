import { type MemoryPlace, memoryPlace } from "@imgcls/runs";
import { storagePlace } from "@imgcls/runs/storage";

/**
 * A run in memory whose files the browser stores, too. When that does not work, or no longer, `onProblem` is told once and
 * the training goes on.
 *
 * @param files that are stored there already
 */
export function keptPlace(
  name: string,
  files: ReadonlyMap<string, Uint8Array>,
  onProblem: (error: unknown) => void,
): MemoryPlace {
  const memory = memoryPlace(name, files);
  const { folder } = memory;
  const copy = storagePlace(name);
  let isKept = true;
  const alsoThere = async (change: () => Promise<void>): Promise<void> => {
    if (!isKept) return;
    try {
      await change();
    } catch (error) {
      isKept = false;
      onProblem(error);
    }
  };
  return {
    ...memory,
    hold: copy.hold,
    folder: {
      ...folder,
      async write(file, content) {
        await folder.write(file, content);
        await alsoThere(() => copy.folder.write(file, content));
      },
      async rename(file, newName) {
        await folder.rename(file, newName);
        await alsoThere(() => copy.folder.rename(file, newName));
      },
      async remove(file) {
        await folder.remove(file);
        await alsoThere(() => copy.folder.remove(file));
      },
    },
  };
}
