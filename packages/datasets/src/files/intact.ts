import { createSha256, sha256Of } from "#sha256";
import type { PublishedFile } from "../errors.js";
import type { FileStore } from "./file-store.js";

/** Whether a store has a file as it was published. */
export async function checkFile(
  store: FileStore,
  name: string,
  { bytes, sha256 = "" }: PublishedFile,
): Promise<"intact" | "absent" | "damaged"> {
  const size = await store.size(name);
  if (size === undefined) return "absent";
  if (bytes !== undefined && size !== bytes) return "damaged";
  return (await digestOf(store.chunks(name))).startsWith(sha256) ? "intact" : "damaged";
}

/** SHA-256 in lower-case hex. */
export async function digestOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createSha256();
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest();
}

/** SHA-256 of the parts, one after the other, in lower-case hex. */
export const sha256 = (...parts: readonly Uint8Array[]): Promise<string> => sha256Of(parts);
