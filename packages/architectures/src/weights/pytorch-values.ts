// What the pickle of a state dictionary is made of, besides dictionaries: storages of numbers, and tensors, views of them.
import { type ElementType, elementTypes } from "./element-types.js";
import type { StoredTensor } from "./stored-tensor.js";
import { strided, stridedProblem } from "./strided.js";
import { Callable, Opaque, type Pickled } from "./unpickle.js";

/** Numbers of one type, which tensors are views of. */
export class Storage extends Opaque {
  readonly kind = "a storage";
  constructor(
    readonly type: ElementType,
    readonly length: number,
    readonly bytes: Uint8Array,
  ) {
    super();
  }
}

export class Tensor extends Opaque implements StoredTensor {
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

/** Throws an Error for all that a state dictionary has no business with. */
export function callable(name: string): Callable {
  const found = CALLABLES.get(name);
  if (found === undefined) throw new Error(`a use of "${name}", which no state dictionary needs`);
  return found;
}

export interface StorageId {
  readonly type: ElementType;
  readonly key: string;
  /** Count of its numbers. */
  readonly length: number;
}

/** `("storage", torch.FloatStorage, key, device, count)`; before PyTorch 1.6 with None at the end. */
export function storageId(id: Pickled): StorageId {
  const [tag, kind, key, , length, view = null] = Array.isArray(id) ? id : [];
  const type = kind instanceof Callable ? STORAGE_TYPES[kind.name.slice("torch.".length)] : undefined;
  if (
    tag === "storage" &&
    type !== undefined &&
    typeof key === "string" &&
    isCount(length) &&
    view === null
  ) {
    return { type, key, length };
  }
  throw new Error("a storage without its type, key and count");
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

/** For messages. */
export function nameOf(value: Pickled): string {
  if (value instanceof Map) return "a dictionary";
  if (Array.isArray(value)) return "a list";
  if (value instanceof Callable) return `"${value.name}"`;
  if (value instanceof Opaque) return value.kind;
  return value === null ? "None" : typeof value === "string" ? "a text" : `the ${typeof value} ${value}`;
}
