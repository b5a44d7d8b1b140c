import { sha256 } from "@noble/hashes/sha2.js";
import { toHex } from "../hex.js";
import type { Sha256 } from "./sha256.js";

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
