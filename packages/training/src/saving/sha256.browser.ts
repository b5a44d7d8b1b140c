import { type Content, joinContent } from "./content.js";

/** The browser's own digests whole messages only, but ten times as fast as a script would. */
export async function sha256(content: Content): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", joinContent(content) as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
