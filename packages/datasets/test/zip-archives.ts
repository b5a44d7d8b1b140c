import { type ZipOptions, zipSync } from "fflate";

type Tree = Readonly<Record<string, Uint8Array | [Uint8Array, ZipOptions]>>;

/** An archive of these files, deflated. */
export const zipOf = (tree: Tree): Uint8Array<ArrayBuffer> => new Uint8Array(zipSync(tree));

const CENTRAL = [0x50, 0x4b, 1, 2];

/** Changes the entries in an archive's list: `change` gets each one's bytes from its signature on. */
export function withEntries(
  archive: Uint8Array<ArrayBuffer>,
  change: (entry: DataView, name: string) => void,
): Uint8Array<ArrayBuffer> {
  const bytes = archive.slice();
  for (let at = 0; at < bytes.length - 46; at++) {
    if (!CENTRAL.every((byte, i) => bytes[at + i] === byte)) continue;
    const entry = new DataView(bytes.buffer, at);
    change(entry, new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + entry.getUint16(28, true))));
  }
  return bytes;
}

/** The same archive with other names of the same length in bytes, in both of its lists, and no word about encodings. */
export function withRawNames(
  archive: Uint8Array<ArrayBuffer>,
  rename: (name: string) => Uint8Array,
): Uint8Array<ArrayBuffer> {
  return withEntries(archive, (entry, name) => {
    const raw = rename(name);
    const all = new Uint8Array(entry.buffer);
    all.set(raw, entry.byteOffset + 46);
    all.set(raw, entry.getUint32(42, true) + 30);
  });
}
