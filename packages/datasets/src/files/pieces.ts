/**
 * What has come of a file so far, kept in pieces beside the store's files: each is written all or nothing,
 * so a program that is killed loses no more than the last one, on every platform.
 */
import { just } from "../streams.js";
import { type FileStore, unfinishedName } from "./file-store.js";

const PIECE_BYTES = 4 * 2 ** 20;

export interface Pieces {
  /** Bytes that are kept. */
  readonly bytes: number;
  /** Where they came from, as it was noted. */
  readonly note: string;
  /** Keeps what comes. When `chunks` throws, what came before is kept, and the error is thrown on. */
  append(chunks: AsyncIterable<Uint8Array>): Promise<void>;
  /** Forgets everything that is kept, and notes where what follows comes from. */
  restart(note: string): Promise<void>;
  chunks(): AsyncIterable<Uint8Array>;
  remove(): Promise<void>;
}

/** The pieces of the file `name` that earlier attempts left in the store. */
export async function openPieces(store: FileStore, name: string): Promise<Pieces> {
  const pieceName = (index: number) => unfinishedName(name, `${index}.piece`);
  const noteName = unfinishedName(name, "source");
  let count = 0;
  let bytes = 0;
  for (
    let size = await store.size(pieceName(0));
    size !== undefined;
    size = await store.size(pieceName(count))
  ) {
    bytes += size;
    count++;
  }
  let note = "";
  if ((await store.size(noteName)) !== undefined) note = new TextDecoder().decode(await store.read(noteName));

  async function keep(piece: Uint8Array): Promise<void> {
    if (piece.length === 0) return;
    await store.write(pieceName(count), just(piece));
    count++;
    bytes += piece.length;
  }

  async function remove(): Promise<void> {
    // The last one first: what is left after a crash has no gaps.
    while (count > 0) await store.remove(pieceName(--count));
    await store.remove(noteName);
    bytes = 0;
  }

  return {
    get bytes() {
      return bytes;
    },
    get note() {
      return note;
    },
    async append(chunks) {
      const buffer = new Uint8Array(PIECE_BYTES);
      let filled = 0;
      try {
        for await (const chunk of chunks) {
          for (let from = 0; from < chunk.length; ) {
            const part = chunk.subarray(from, from + PIECE_BYTES - filled);
            buffer.set(part, filled);
            filled += part.length;
            from += part.length;
            if (filled < PIECE_BYTES) break;
            filled = 0;
            await keep(buffer);
          }
        }
      } finally {
        const rest = filled;
        filled = 0;
        await keep(buffer.subarray(0, rest));
      }
    },
    async restart(source) {
      await remove();
      note = source;
      await store.write(noteName, just(new TextEncoder().encode(source)));
    },
    async *chunks() {
      for (let index = 0; index < count; index++) yield* store.chunks(pieceName(index));
    },
    remove,
  };
}
