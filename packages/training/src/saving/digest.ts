/** What a file has to be, to the bit. */
export interface FileDigest {
  readonly bytes: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

export async function sha256(bytes: Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const digestOf = async (bytes: Uint8Array): Promise<FileDigest> => ({
  bytes: bytes.byteLength,
  sha256: await sha256(bytes),
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
