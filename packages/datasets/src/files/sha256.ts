/** SHA-256 of bytes that come in pieces; what a platform supplies behind `#sha256`. */
export interface Sha256 {
  update(chunk: Uint8Array): void;
  /** Lower-case hex. Call it once, at the end. */
  digest(): Promise<string>;
}
