import { createHash } from "node:crypto";
import type { Sha256 } from "./sha256.js";

export async function sha256Of(parts: readonly Uint8Array[]): Promise<string> {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

export function createSha256(): Sha256 {
  const hash = createHash("sha256");
  return {
    update(chunk) {
      hash.update(chunk);
    },
    digest: async () => hash.digest("hex"),
  };
}
