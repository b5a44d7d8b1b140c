// HDF5 files in memory, through h5wasm: its WebAssembly has a file system of its own.
import type { Dataset, File, Group } from "h5wasm";
import { WeightsError } from "../errors.js";
import type { StoredTensor } from "./stored-tensor.js";

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** Opens the file for as long as `read` runs. Throws WeightsError when it is no HDF5 file. */
export async function withHdf5File<T>(
  name: string,
  bytes: Uint8Array,
  read: (file: File, isGroup: (entity: unknown) => entity is Group) => T,
): Promise<T> {
  // The library prints pages of its own errors about other files.
  if (!SIGNATURE.every((byte, index) => bytes[index] === byte)) {
    throw new WeightsError(name, ["expected an HDF5 file, found other bytes"]);
  }
  const { default: h5wasm } = await loadLibrary();
  const { FS } = await h5wasm.ready;
  const path = `/${crypto.randomUUID()}.h5`;
  FS.writeFile(path, bytes);
  const file = new h5wasm.File(path, "r");
  const isOpen = file.file_id >= 0n;
  try {
    if (!isOpen) throw new Error("it ends too early, or its beginning is damaged");
    return read(file, (entity): entity is Group => entity instanceof h5wasm.Group);
  } catch (cause) {
    // The library's own errors are of many kinds, and say little.
    if (cause instanceof WeightsError) throw cause;
    throw new WeightsError(name, [`the HDF5 file cannot be read: ${(cause as Error).message}`]);
  } finally {
    if (isOpen) file.close();
    FS.unlink(path);
  }
}

/** Ten times as large as this package, so a program that has it built in may come without. */
async function loadLibrary(): Promise<typeof import("h5wasm")> {
  try {
    return await import("h5wasm");
  } catch (cause) {
    throw new Error(
      "[imgcls/architectures] Files of Keras need the package h5wasm, which does not load here. Install it beside this program: npm install h5wasm@0.10.3. Or save the weights as safetensors.",
      { cause },
    );
  }
}

/**
 * The dataset at that path, if there is one. Its numbers are read at once: the file is closed when they are needed.
 */
export function tensorAt(group: Group, path: string): StoredTensor | undefined {
  const dataset = group.get(path);
  if (dataset === null || !("value" in dataset)) return undefined;
  const { value, shape } = dataset as Dataset;
  const numbers = Float32Array.from(isList(value) ? value : [value], Number);
  return { shape: shape ?? [], values: () => numbers };
}

const isList = (value: Dataset["value"]): value is unknown[] & typeof value =>
  Array.isArray(value) || ArrayBuffer.isView(value);
