// The two forms of files that `torch.save` has written.
import { callable, nameOf, Storage, type StorageId, storageId } from "./pytorch-values.js";
import { storedFiles } from "./stored-zip.js";
import { type Pickled, type PickleWorld, unpickle } from "./unpickle.js";

export interface StateFile {
  /** Of the state dictionary. */
  readonly pickle: Uint8Array;
  /** The bytes of a storage; throws an Error when there is none. */
  fileOf(key: string): Uint8Array;
}

/** Since PyTorch 1.6: a zip archive with the pickle and a file for each storage. */
export function archivedState(bytes: Uint8Array): StateFile {
  const files = storedFiles(bytes);
  const name = [...files.keys()].find((each) => /^[^/]+\/data\.pkl$/.test(each));
  if (name === undefined) throw new Error('an archive without "data.pkl"');
  const folder = name.slice(0, -"data.pkl".length);
  const order = files.get(`${folder}byteorder`);
  if (order !== undefined && new TextDecoder().decode(order) !== "little") throw new Error(BIG_ENDIAN);
  return { pickle: files.get(name)!, fileOf: (key) => required(files.get(`${folder}data/${key}`), key) };
}

const BIG_ENDIAN = "numbers with the highest byte first";

function required(bytes: Uint8Array | undefined, key: string): Uint8Array {
  if (bytes === undefined) throw new Error(`no storage "${key}"`);
  return bytes;
}

/** The pickle of a number that such files begin with; no header of safetensors is that long. */
export const isOlder = (bytes: Uint8Array): boolean =>
  [0x80, 2, 0x8a, 10].every((byte, at) => bytes[at] === byte);

const COUNT_BYTES = 8;

/**
 * Before: pickles of a number, of the version, of the machine, of the state and of the storages' keys, one behind the
 * other; then of each storage the count of its numbers, in eight bytes, and the numbers.
 */
export function olderState(bytes: Uint8Array): StateFile {
  const storages = new Map<string, StorageId>();
  const world: PickleWorld = {
    callable,
    persistent(id) {
      const storage = storageId(id);
      storages.set(storage.key, storage);
      return new Storage(storage.type, storage.length, new Uint8Array());
    },
  };
  let at = 0;
  const next = (): Pickled => {
    const { value, end } = unpickle(bytes.subarray(at), world);
    at += end;
    return value;
  };
  const [, , machine] = [next(), next(), next()];
  if (!(machine instanceof Map) || machine.get("little_endian") !== true) throw new Error(BIG_ENDIAN);
  const pickle = bytes.subarray(at);
  next();
  const keys = next();
  if (!Array.isArray(keys)) throw new Error(`${nameOf(keys)} for the keys of the storages`);

  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const files = new Map<string, Uint8Array>();
  for (const key of keys) {
    const storage = typeof key === "string" ? storages.get(key) : undefined;
    if (storage === undefined) throw new Error("a key of no storage");
    const start = at + COUNT_BYTES;
    const end = start + storage.length * storage.type.bytes;
    if (end > bytes.length) throw new Error(`an end in storage "${storage.key}"`);
    if (view.getBigInt64(at, true) !== BigInt(storage.length)) {
      throw new Error(`storage "${storage.key}" of another size than its tensors say`);
    }
    files.set(storage.key, bytes.subarray(start, end));
    at = end;
  }
  return { pickle, fileOf: (key) => required(files.get(key), key) };
}
