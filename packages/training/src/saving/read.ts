/** Gives the content of a run folder's file; undefined when there is no such file. */
export type Read = (name: string) => Promise<Uint8Array | undefined>;

/**
 * Reads a file that names others, and with `use` those others. When that fails and the first file is another one by now,
 * a training has saved meanwhile, and all is read again: a reader sees all of the old state or all of the new.
 */
export async function readStable<Result>(
  read: Read,
  name: string,
  use: (content: Uint8Array | undefined) => Promise<Result>,
): Promise<Result> {
  for (let content = await read(name); ; ) {
    try {
      return await use(content);
    } catch (error) {
      const now = await read(name);
      if (isSame(content, now)) throw error;
      content = now;
    }
  }
}

const isSame = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a === undefined || b === undefined
    ? a === b
    : a.length === b.length && a.every((byte, index) => byte === b[index]);
