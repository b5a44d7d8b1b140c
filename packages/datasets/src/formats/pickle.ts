/**
 * Python's pickle, as much of it as the "python version" of CIFAR needs: dictionaries, lists, numbers, text,
 * bytes and numpy arrays of bytes, in the protocols 2 to 4. A pickle is a program for a machine with a stack;
 * this one runs nothing but what builds such data. (https://docs.python.org/3/library/pickletools.html)
 */
import { DatasetFormatError } from "../errors.js";
import {
  CALLABLES,
  Callable,
  dictionaryOf,
  listOf,
  type Pickled,
  PickledArray,
  textOf,
} from "./pickle-values.js";

/**
 * @param file its name, for messages
 * @throws DatasetFormatError when it is damaged, or holds anything else
 */
export function parsePickle(bytes: Uint8Array, file: string): Pickled {
  try {
    return run(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DatasetFormatError(
      file,
      [`expected a pickle of numbers, text and arrays, received ${reason}`],
      {
        cause,
        advice: "Fetch the file again.",
      },
    );
  }
}

function run(bytes: Uint8Array): Pickled {
  const machine = createMachine(bytes);
  for (;;) {
    const opcode = machine.take(1)[0]!;
    if (opcode === STOP) return machine.pop();
    const operation = OPERATIONS.get(opcode);
    if (operation === undefined) throw new Error(`the unknown instruction ${opcode}`);
    operation(machine);
  }
}

type Machine = ReturnType<typeof createMachine>;

function createMachine(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const marks: number[] = [];
  const stack: Pickled[] = [];
  let at = 0;

  function advance(count: number): number {
    if (count < 0 || count > bytes.length - at) throw new Error("an end too early");
    at += count;
    return at - count;
  }

  return {
    memo: new Map<number, Pickled>(),
    take: (count: number): Uint8Array => bytes.subarray(advance(count), at),
    uint8: () => view.getUint8(advance(1)),
    uint16: () => view.getUint16(advance(2), true),
    int32: () => view.getInt32(advance(4), true),
    uint32: () => view.getUint32(advance(4), true),
    uint64: () => Number(view.getBigUint64(advance(8), true)),
    /** Up to the end of the line. */
    line(): string {
      const end = bytes.indexOf(NEWLINE, at);
      if (end < 0) throw new Error("an end too early");
      return text(bytes.subarray(advance(end + 1 - at), end));
    },
    push(value: Pickled): void {
      stack.push(value);
    },
    pop(): Pickled {
      if (stack.length <= (marks.at(-1) ?? 0)) throw new Error("an instruction without its values");
      return stack.pop()!;
    },
    top(): Pickled {
      if (stack.length === 0) throw new Error("an instruction without its values");
      return stack.at(-1)!;
    },
    mark(): void {
      marks.push(stack.length);
    },
    /** Everything since the last mark. */
    popToMark(): Pickled[] {
      const mark = marks.pop();
      if (mark === undefined) throw new Error("an instruction without its mark");
      return stack.splice(mark);
    },
  };
}

const STOP = ".".charCodeAt(0);
const NEWLINE = "\n".charCodeAt(0);

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function callable(name: string): Callable {
  const found = CALLABLES.get(name);
  if (found === undefined) throw new Error(`a use of "${name.replace(" ", ".")}"`);
  return found;
}

function reduce(machine: Machine): Pickled {
  const args = listOf(machine.pop());
  const called = machine.pop();
  if (called instanceof Callable) return called.call(args);
  throw new Error("a call of what cannot be called");
}

/** Arrays take the state; that of a data type says how its bytes lie, which single bytes do not need. */
function build(machine: Machine): void {
  const state = machine.pop();
  const target = machine.top();
  if (target instanceof PickledArray) target.setState(state);
}

function setItems(machine: Machine, items: readonly Pickled[]): void {
  const dictionary = dictionaryOf(machine.top());
  if (items.length % 2 !== 0) throw new Error("a key without a value");
  for (let i = 0; i < items.length; i += 2) dictionary.set(textOf(items[i]), items[i + 1]!);
}

function known(machine: Machine, key: number): Pickled {
  const value = machine.memo.get(key);
  if (value === undefined) throw new Error("a reference to nothing");
  return value;
}

function tuple(machine: Machine, length: number): Pickled[] {
  return Array.from({ length }, () => machine.pop()).reverse();
}

/** Signed, little-endian; CIFAR has none beyond a double's. */
function longInteger(bytes: Uint8Array): number {
  const negative = ((bytes.at(-1) ?? 0) & 0x80) !== 0;
  const magnitude = bytes.reduceRight((value, byte) => 256 * value + byte, 0);
  return negative ? magnitude - 256 ** bytes.length : magnitude;
}

/** An instruction that puts one value on the stack. */
const pushes =
  (value: (machine: Machine) => Pickled) =>
  (machine: Machine): void =>
    machine.push(value(machine));

/** An instruction of which nothing needs to be known but its length. */
const skips = (bytes: number) => (machine: Machine) => void machine.take(bytes);

const remembers = (key: (machine: Machine) => number) => (machine: Machine) =>
  void machine.memo.set(key(machine), machine.top());

/** By opcode; the names are those of Python's pickletools. */
const OPERATIONS: ReadonlyMap<number, (machine: Machine) => void> = new Map([
  [0x80, skips(1)], // PROTO
  [0x95, skips(8)], // FRAME
  [code("("), (m: Machine) => m.mark()],
  [code("}"), pushes(() => new Map())],
  [code("]"), pushes(() => [])],
  [code(")"), pushes(() => [])],
  [code("N"), pushes(() => null)],
  [0x88, pushes(() => true)], // NEWTRUE
  [0x89, pushes(() => false)], // NEWFALSE
  [code("J"), pushes((m) => m.int32())], // BININT
  [code("K"), pushes((m) => m.uint8())], // BININT1
  [code("M"), pushes((m) => m.uint16())], // BININT2
  [0x8a, pushes((m) => longInteger(m.take(m.uint8())))], // LONG1
  [code("U"), pushes((m) => m.take(m.uint8()))], // SHORT_BINSTRING
  [code("T"), pushes((m) => m.take(m.int32()))], // BINSTRING
  [code("C"), pushes((m) => m.take(m.uint8()))], // SHORT_BINBYTES
  [code("B"), pushes((m) => m.take(m.uint32()))], // BINBYTES
  [0x8e, pushes((m) => m.take(m.uint64()))], // BINBYTES8
  [0x8c, pushes((m) => text(m.take(m.uint8())))], // SHORT_BINUNICODE
  [code("X"), pushes((m) => text(m.take(m.uint32())))], // BINUNICODE
  [code("t"), pushes((m) => m.popToMark())],
  [0x85, pushes((m) => tuple(m, 1))],
  [0x86, pushes((m) => tuple(m, 2))],
  [0x87, pushes((m) => tuple(m, 3))],
  [code("q"), remembers((m) => m.uint8())], // BINPUT
  [code("r"), remembers((m) => m.uint32())], // LONG_BINPUT
  [0x94, remembers((m) => m.memo.size)], // MEMOIZE
  [code("h"), pushes((m) => known(m, m.uint8()))], // BINGET
  [code("j"), pushes((m) => known(m, m.uint32()))], // LONG_BINGET
  [code("a"), (m: Machine) => appendTo(m, [m.pop()])],
  [code("e"), (m: Machine) => appendTo(m, m.popToMark())],
  [code("s"), (m: Machine) => setItems(m, tuple(m, 2))],
  [code("u"), (m: Machine) => setItems(m, m.popToMark())],
  [code("c"), pushes((m) => callable(`${m.line()} ${m.line()}`))], // GLOBAL
  [0x93, pushes((m) => callable(tuple(m, 2).map(textOf).join(" ")))], // STACK_GLOBAL
  [code("R"), pushes(reduce)],
  [code("b"), build],
]);

function appendTo(machine: Machine, items: readonly Pickled[]): void {
  const list = listOf(machine.top());
  for (const item of items) list.push(item);
}

function code(letter: string): number {
  return letter.charCodeAt(0);
}
