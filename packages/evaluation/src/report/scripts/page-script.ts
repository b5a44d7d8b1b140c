/** A script of a page. Its policy names the digest, so that no other one runs. */
export interface PageScript {
  /** What stands between the tags, to the last character. */
  readonly code: string;
  /** SHA-256 of it, base64; a test compares. */
  readonly sha256: string;
}
