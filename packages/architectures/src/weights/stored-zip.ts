const LOCAL = 0x04034b50;
const DIRECTORY = 0x02014b50;
const END = 0x06054b50;
const LOCAL_BYTES = 30;
const DIRECTORY_BYTES = 46;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
/** A field of 32 bits that says so is found in a record of 64 bits. */
const BEYOND_4_GIGABYTES = 0xffff_ffff;

/** "PK\3\4", the beginning of a zip archive. */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 && viewOf(bytes).getUint32(0, true) === LOCAL;

/**
 * The files of a zip archive without compression, as parts of its bytes, by name. Throws an Error that says what is wrong
 * with it; nothing is read outside of the bytes, and nothing is allocated for what the archive says of itself.
 */
export function storedFiles(bytes: Uint8Array): Map<string, Uint8Array> {
  const view = viewOf(bytes);
  const end = endRecord(view);
  const count = view.getUint16(end + 10, true);
  const files = new Map<string, Uint8Array>();
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index++) {
    requireRecord(view, at, DIRECTORY, DIRECTORY_BYTES, `entry ${index} of its directory`);
    const lengths = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const [nameBytes] = lengths as [number];
    const next = at + lengths.reduce((sum, length) => sum + length, DIRECTORY_BYTES);
    if (next > bytes.length) throw new Error(`an archive that ends in entry ${index} of its directory`);
    const name = new TextDecoder().decode(
      bytes.subarray(at + DIRECTORY_BYTES, at + DIRECTORY_BYTES + nameBytes),
    );
    if (files.has(name)) throw new Error(`an archive with two files "${name}"`);
    files.set(name, contentOf(bytes, view, at, name));
    at = next;
  }
  return files;
}

function endRecord(view: DataView): number {
  const first = Math.max(0, view.byteLength - END_BYTES - LONGEST_COMMENT);
  for (let at = view.byteLength - END_BYTES; at >= first; at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  throw new Error("an archive without its end, as of a download that broke off");
}

/** @param entry of the directory */
function contentOf(bytes: Uint8Array, view: DataView, entry: number, name: string): Uint8Array {
  const method = view.getUint16(entry + 10, true);
  const size = view.getUint32(entry + 24, true);
  const local = view.getUint32(entry + 42, true);
  if (method !== 0) throw new Error(`the compressed file "${name}"`);
  if (size === BEYOND_4_GIGABYTES || local === BEYOND_4_GIGABYTES) {
    throw new Error(`the file "${name}" of more than 4 GB`);
  }
  requireRecord(view, local, LOCAL, LOCAL_BYTES, `the file "${name}"`);
  const start = local + LOCAL_BYTES + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + size > bytes.length) {
    throw new Error(
      `the file "${name}" of ${size} bytes, of which ${Math.max(0, bytes.length - start)} are there`,
    );
  }
  return bytes.subarray(start, start + size);
}

function requireRecord(view: DataView, at: number, signature: number, size: number, what: string): void {
  if (at + size > view.byteLength || view.getUint32(at, true) !== signature) {
    throw new Error(`an archive without ${what}`);
  }
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
