import { sha256 } from "@noble/hashes/sha2.js";
import { toHex } from "../hex.js";
import type { Sha256 } from "./sha256.js";

/** Of content that is in memory: the browser's own is ten times as fast as a script. Only pages that are not secure lack it. */
export async function sha256Of(parts: readonly Uint8Array[]): Promise<string> {
  if (crypto.subtle !== undefined) {
    const content = parts.length === 1 ? parts[0]! : await new Blob([...parts] as BlobPart[]).arrayBuffer();
    return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", content as BufferSource)));
  }
  const hash = createSha256();
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** `crypto.subtle` digests only whole messages, and an archive is larger than what a phone may keep. */
export function createSha256(): Sha256 {
  const hash = sha256.create();
  return {
    update(chunk) {
      hash.update(chunk);
    },
    digest: async () => toHex(hash.digest()),
  };
}
