import { toHex } from "../hex.js";
import type { Sha256 } from "./sha256.js";

/** `crypto.subtle` digests only whole messages, so the pieces are kept until the end. */
export function createSha256(): Sha256 {
  const parts: BlobPart[] = [];
  return {
    update(chunk) {
      parts.push(chunk.slice());
    },
    async digest() {
      const bytes = await new Blob(parts).arrayBuffer();
      return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
    },
  };
}
