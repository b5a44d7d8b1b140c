import { sha256 as sha256Here } from "#sha256";
import { byteLength, type Content } from "./content.js";

/** What a file has to be, to the bit. */
export interface FileDigest {
  readonly bytes: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/** Of all parts as one, which must not change meanwhile: where it can, it lets the event loop run now and then. */
export const sha256 = (...content: Content): Promise<string> => sha256Here(content);

export const digestOf = async (...content: Content): Promise<FileDigest> => ({
  bytes: byteLength(content),
  sha256: await sha256(...content),
});

/** What differs, as a sentence; undefined when the content is the expected one. */
export async function digestProblem(expected: FileDigest, content: Uint8Array): Promise<string | undefined> {
  if (content.byteLength !== expected.bytes) {
    return `expected ${expected.bytes} bytes, found ${content.byteLength}. ${DAMAGED}`;
  }
  if ((await sha256(content)) === expected.sha256) return undefined;
  return `expected the content of sha256 ${expected.sha256}, found another. ${DAMAGED}`;
}

const DAMAGED = "The file is damaged or belongs to another run: restore it from a copy, or train again.";
