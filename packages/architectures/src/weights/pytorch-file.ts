import { WeightsError } from "../errors.js";
import { archivedState, isOlder, olderState, type StateFile } from "./pytorch-layouts.js";
import { callable, nameOf, Storage, storageId, Tensor } from "./pytorch-values.js";
import type { StoredTensors } from "./stored-tensor.js";
import { isZip } from "./stored-zip.js";
import { type Pickled, unpickle } from "./unpickle.js";

const SUBJECT = "a PyTorch file";
const ADVICE = "Save model.state_dict() with torch.save, or as safetensors";

/**
 * The tensors of a `.pth` or `.pt` file of any version of PyTorch that holds a state dictionary and nothing else. Nothing of
 * the file is executed: whatever is not a tensor, a dictionary of them or their parts is refused by name. Throws
 * WeightsError.
 */
export function readPytorchFile(bytes: Uint8Array): StoredTensors {
  const state = refused(() => stateOf(bytes));
  const problems = [...state].flatMap(([name, value]) =>
    value instanceof Tensor ? [] : [`"${name}": expected a tensor, found ${nameOf(value)}`],
  );
  if (problems.length > 0) throw new WeightsError(SUBJECT, [...problems, ADVICE]);
  return state as Map<string, Tensor>;
}

/** A file of `torch.save`. */
export const isPytorchFile = (bytes: Uint8Array): boolean => isZip(bytes) || isOlder(bytes);

function stateOf(bytes: Uint8Array): Map<string, Pickled> {
  const { pickle, fileOf } = layoutOf(bytes);
  const { value } = unpickle(pickle, { callable, persistent: (id) => storageOf(id, fileOf) });
  if (!(value instanceof Map)) throw new Error(nameOf(value));
  return value;
}

function layoutOf(bytes: Uint8Array): StateFile {
  if (isZip(bytes)) return archivedState(bytes);
  if (isOlder(bytes)) return olderState(bytes);
  throw new Error("a file that torch.save has not written");
}

function storageOf(id: Pickled, fileOf: StateFile["fileOf"]): Storage {
  const { type, key, length } = storageId(id);
  const bytes = fileOf(key);
  if (bytes.length === length * type.bytes) return new Storage(type, length, bytes);
  throw new Error(`storage "${key}" of ${bytes.length} bytes for ${length} numbers of ${type.bytes}`);
}

function refused<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new WeightsError(SUBJECT, [`expected a state dictionary, found ${found}`, ADVICE]);
  }
}
