import { createHash } from "node:crypto";
import { turnsBesideSteps } from "../event-loop.js";
import type { Content } from "./content.js";

/** A millisecond. */
const PIECE_BYTES = 1 << 20;

/** Not by `crypto.subtle`, which copies everything first, and the event loop waits for it. */
export async function sha256(content: Content): Promise<string> {
  const hash = createHash("sha256");
  const turn = turnsBesideSteps();
  for (const part of content) {
    for (let start = 0; start < part.length; start += PIECE_BYTES) {
      hash.update(part.subarray(start, start + PIECE_BYTES));
      await turn();
    }
  }
  return hash.digest("hex");
}
