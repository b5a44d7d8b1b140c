/** What a pickle can hold here, and the few callables that it may name. */

/** A numpy array of unsigned bytes in C order; a view into the file's bytes. */
export class PickledArray {
  shape: readonly number[] = [];
  values = new Uint8Array(0);

  /** @param state (version, shape, dtype, whether in Fortran order, bytes), as numpy writes it */
  setState(state: Pickled): void {
    const [, shape, type, fortran, values] = Array.isArray(state) ? state : [];
    if (!(type instanceof DataType) || !BYTE_TYPES.includes(type.name)) {
      throw new Error("an array of other numbers than unsigned bytes");
    }
    if (fortran !== false || !Array.isArray(shape) || !(values instanceof Uint8Array)) {
      throw new Error("an array in another order, or without its bytes");
    }
    this.shape = shape.map(numberOf);
    if (this.shape.reduce((product, size) => product * size, 1) !== values.length) {
      throw new Error(`an array of ${this.shape.join("×")} with ${values.length} bytes`);
    }
    this.values = values as Uint8Array<ArrayBuffer>;
  }
}

const BYTE_TYPES: readonly string[] = ["u1", "|u1", "uint8"];

class DataType {
  constructor(readonly name: string) {}
}

/** Something that a pickle may call. */
export class Callable {
  constructor(readonly call: (args: readonly Pickled[]) => Pickled) {}
}

/** Tuples are lists. Text of Python 2 has no encoding: it comes as bytes. */
export type Pickled =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | Pickled[]
  | Map<string, Pickled>
  | PickledArray
  | DataType
  | Callable;

const newArray = new Callable(() => new PickledArray());

/** By module and name. Nothing else is ever called, and none of these runs anything of the file's. */
export const CALLABLES: ReadonlyMap<string, Callable> = new Map([
  ["numpy.core.multiarray _reconstruct", newArray],
  ["numpy._core.multiarray _reconstruct", newArray],
  ["numpy ndarray", newArray],
  ["numpy dtype", new Callable(([name]) => new DataType(textOf(name)))],
  // How Python 3 writes bytes for Python 2: as text in Latin-1.
  [
    "_codecs encode",
    new Callable(([text]) => Uint8Array.from(textOf(text), (letter) => letter.charCodeAt(0))),
  ],
]);

export function numberOf(value: Pickled | undefined): number {
  if (typeof value === "number") return value;
  throw new Error("something else where a number should be");
}

export function textOf(value: Pickled | undefined): string {
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return new TextDecoder("latin1").decode(value);
  throw new Error("something else where text should be");
}

export function listOf(value: Pickled | undefined): Pickled[] {
  if (Array.isArray(value)) return value;
  throw new Error("something else where a list should be");
}

export function dictionaryOf(value: Pickled | undefined): Map<string, Pickled> {
  if (value instanceof Map) return value;
  throw new Error("something else where a dictionary should be");
}
