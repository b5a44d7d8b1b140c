// State dictionaries as `torch.save` writes them since PyTorch 1.6: a zip archive with a pickle that says which numbers
// are which tensors, and a file of numbers for each storage.
import { WeightsError } from "../errors.js";
import { type ElementType, elementTypes } from "./element-types.js";
import type { StoredTensor, StoredTensors } from "./stored-tensor.js";
import { isZip, storedFiles } from "./stored-zip.js";
import { strided, stridedProblem } from "./strided.js";
import { Callable, Opaque, type Pickled, unpickle } from "./unpickle.js";

const SUBJECT = "a PyTorch file";
const ADVICE = "Save model.state_dict() with torch.save, or as safetensors";

/** Numbers of one type, which tensors are views of. */
class Storage extends Opaque {
  readonly kind = "a storage";
  constructor(
    readonly type: ElementType,
    readonly length: number,
    readonly bytes: Uint8Array,
  ) {
    super();
  }
}

class Tensor extends Opaque implements StoredTensor {
  readonly kind = "a tensor";
  constructor(
    readonly storage: Storage,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {
    super();
  }

  values(): Float32Array {
    const { type, bytes } = this.storage;
    return strided(this, (from, to) => type.decode(bytes.subarray(from * type.bytes, to * type.bytes)));
  }
}

/**
 * The tensors of a `.pth` or `.pt` file that holds a state dictionary and nothing else. Nothing of the file is executed:
 * whatever is not a tensor, a dictionary of them or their parts is refused by name. Throws WeightsError.
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
export const isPytorchFile = (bytes: Uint8Array): boolean => isZip(bytes) || isOld(bytes);

/** The pickle of a number that files began with before they were archives. */
const isOld = (bytes: Uint8Array): boolean => [0x80, 2, 0x8a, 10].every((byte, at) => bytes[at] === byte);

function stateOf(bytes: Uint8Array): Map<string, Pickled> {
  if (isOld(bytes)) throw new Error("the format from before PyTorch 1.6");
  if (!isZip(bytes)) throw new Error("no zip archive");
  const files = storedFiles(bytes);
  const pickle = [...files.keys()].find((name) => /^[^/]+\/data\.pkl$/.test(name));
  if (pickle === undefined) throw new Error('an archive without "data.pkl"');
  const folder = pickle.slice(0, -"data.pkl".length);
  const order = files.get(`${folder}byteorder`);
  if (order !== undefined && new TextDecoder().decode(order) !== "little") {
    throw new Error("numbers with the highest byte first");
  }
  const state = unpickle(files.get(pickle)!, {
    callable,
    persistent: (id) => storageOf(id, (key) => files.get(`${folder}data/${key}`)),
  });
  if (!(state instanceof Map)) throw new Error(nameOf(state));
  return state;
}

function refused<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new WeightsError(SUBJECT, [`expected a state dictionary, found ${found}`, ADVICE]);
  }
}

const STORAGE_TYPES: Readonly<Record<string, ElementType>> = {
  DoubleStorage: elementTypes.F64,
  FloatStorage: elementTypes.F32,
  HalfStorage: elementTypes.F16,
  BFloat16Storage: elementTypes.BF16,
  LongStorage: elementTypes.I64,
  IntStorage: elementTypes.I32,
  ShortStorage: elementTypes.I16,
  CharStorage: elementTypes.I8,
  ByteStorage: elementTypes.U8,
  BoolStorage: elementTypes.BOOL,
};

const CALLABLES: ReadonlyMap<string, Callable> = new Map(
  [
    new Callable("collections.OrderedDict", (args) => {
      if (args.length > 0) throw new Error("an ordered dictionary with arguments");
      return new Map();
    }),
    new Callable("torch._utils._rebuild_tensor_v2", tensorOf),
    ...Object.keys(STORAGE_TYPES).map(
      (type) =>
        new Callable(`torch.${type}`, () => {
          throw new Error("a storage that is made by hand");
        }),
    ),
  ].map((each) => [each.name, each]),
);

function callable(name: string): Callable {
  const found = CALLABLES.get(name);
  if (found === undefined) throw new Error(`a use of "${name}", which no state dictionary needs`);
  return found;
}

/** `("storage", torch.FloatStorage, key of the file, device, count)` */
function storageOf(id: Pickled, fileOf: (key: string) => Uint8Array | undefined): Storage {
  const [tag, kind, key, , length] = Array.isArray(id) ? id : [];
  const type = kind instanceof Callable ? STORAGE_TYPES[kind.name.slice("torch.".length)] : undefined;
  if (tag !== "storage" || type === undefined || typeof key !== "string" || !isCount(length)) {
    throw new Error("a storage without its type, key and count");
  }
  const bytes = fileOf(key);
  if (bytes === undefined) throw new Error(`an archive without "data/${key}"`);
  if (bytes.length !== length * type.bytes) {
    throw new Error(`"data/${key}" of ${bytes.length} bytes for ${length} numbers of ${type.bytes}`);
  }
  return new Storage(type, length, bytes);
}

/** `(storage, offset, shape, strides, requires_grad, hooks)`, offset and strides counted in numbers. */
function tensorOf([storage, offset, shape, strides]: readonly Pickled[]): Tensor {
  if (!(storage instanceof Storage) || !isCount(offset) || !isCounts(shape) || !isCounts(strides)) {
    throw new Error("a tensor without its storage, offset, shape and strides");
  }
  const problem = stridedProblem({ offset, shape, strides }, storage.length);
  if (problem !== undefined) throw new Error(problem);
  return new Tensor(storage, offset, shape, strides);
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isCounts = (value: unknown): value is number[] => Array.isArray(value) && value.every(isCount);

function nameOf(value: Pickled): string {
  if (value instanceof Map) return "a dictionary";
  if (Array.isArray(value)) return "a list";
  if (value instanceof Callable) return `"${value.name}"`;
  if (value instanceof Opaque) return value.kind;
  return value === null ? "None" : typeof value === "string" ? "a text" : `the ${typeof value} ${value}`;
}
