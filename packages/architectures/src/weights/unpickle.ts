/**
 * Python's pickle, as much of it as `torch.save` writes for a state dictionary: protocol 2, dictionaries, tuples, numbers
 * and text. A pickle is a program for a machine with a stack; this one knows no function but those it is handed, so a file
 * cannot run anything. (https://docs.python.org/3/library/pickletools.html)
 */
export type Pickled = null | boolean | number | string | Pickled[] | Map<string, Pickled> | Callable | Opaque;

/** A function that a pickle may name. */
export class Callable {
  constructor(
    readonly name: string,
    readonly call: (args: readonly Pickled[]) => Pickled,
  ) {}
}

/** What functions return: nothing that a pickle could look into. */
export abstract class Opaque {
  abstract readonly kind: string;
}

export interface PickleWorld {
  /** The function of that name, "collections.OrderedDict"; throws for all that a file has no business with. */
  callable(name: string): Callable;
  /** What a persistent id stands for. */
  persistent(id: Pickled): Pickled;
}

/** The value of the pickle that the bytes begin with, and where it ends. Throws an Error that says what was found instead. */
export function unpickle(bytes: Uint8Array, world: PickleWorld): { value: Pickled; end: number } {
  const machine = createMachine(bytes, world);
  for (;;) {
    const opcode = machine.uint8();
    if (opcode === STOP) return { value: machine.pop(), end: machine.position() };
    const operation = OPERATIONS.get(opcode);
    if (operation === undefined) {
      throw new Error(`the instruction 0x${opcode.toString(16)}, which torch.save does not write`);
    }
    operation(machine);
  }
}

type Machine = ReturnType<typeof createMachine>;

function createMachine(bytes: Uint8Array, world: PickleWorld) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stack: Pickled[] = [];
  const marks: number[] = [];
  let at = 0;

  function advance(count: number): number {
    if (count > bytes.length - at) throw new Error("an end too early");
    at += count;
    return at - count;
  }
  const text = (length: number): string => {
    const start = advance(length);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(start, at));
  };

  return {
    world,
    memo: new Map<number, Pickled>(),
    position: () => at,
    text,
    uint8: () => view.getUint8(advance(1)),
    uint16: () => view.getUint16(advance(2), true),
    uint32: () => view.getUint32(advance(4), true),
    int32: () => view.getInt32(advance(4), true),
    float64: () => view.getFloat64(advance(8), false),
    /** Two's complement, the lowest byte first. */
    integer(length: number): number {
      const start = advance(length);
      const magnitude = bytes.subarray(start, at).reduceRight((value, byte) => 256 * value + byte, 0);
      return length > 0 && bytes[at - 1]! >= 0x80 ? magnitude - 256 ** length : magnitude;
    },
    line(): string {
      const length = bytes.indexOf(NEWLINE, at) - at;
      if (length < 0) throw new Error("an end too early");
      const value = text(length);
      advance(1);
      return value;
    },
    push: (value: Pickled) => void stack.push(value),
    pop(): Pickled {
      if (stack.length <= (marks.at(-1) ?? 0)) throw new Error("an instruction without its values");
      return stack.pop()!;
    },
    mark: () => void marks.push(stack.length),
    popToMark(): Pickled[] {
      const mark = marks.pop();
      if (mark === undefined) throw new Error("an instruction without its mark");
      return stack.splice(mark);
    },
  };
}

const STOP = 0x2e;
const NEWLINE = 0x0a;

const code = (letter: string): number => letter.charCodeAt(0);

const pushes = (value: (machine: Machine) => Pickled) => (machine: Machine) => machine.push(value(machine));

const tuple = (length: number) => pushes((machine) => Array.from({ length }, () => machine.pop()).reverse());

/** The value on top stays there. */
function changes(change: (target: Pickled, machine: Machine) => void) {
  return (machine: Machine): void => {
    const target = machine.pop();
    change(target, machine);
    machine.push(target);
  };
}

const remembers = (key: (machine: Machine) => number) =>
  changes((value, machine) => machine.memo.set(key(machine), value));

function known(machine: Machine, key: number): Pickled {
  const value = machine.memo.get(key);
  if (value === undefined) throw new Error("a reference to nothing");
  return value;
}

function append(machine: Machine, items: readonly Pickled[]): void {
  changes((list) => {
    if (!Array.isArray(list)) throw new Error("items of no list");
    for (const item of items) list.push(item);
  })(machine);
}

function setItems(machine: Machine, items: readonly Pickled[]): void {
  changes((dictionary) => {
    if (!(dictionary instanceof Map)) throw new Error("items of no dictionary");
    for (let i = 0; i < items.length; i += 2) {
      const [key, value] = [items[i], items[i + 1]];
      if (typeof key !== "string") throw new Error("a dictionary whose keys are not texts");
      if (value === undefined) throw new Error("a key without a value");
      dictionary.set(key, value);
    }
  })(machine);
}

function reduce(machine: Machine): Pickled {
  const args = machine.pop();
  const called = machine.pop();
  if (called instanceof Callable && Array.isArray(args)) return called.call(args);
  throw new Error("a call of what cannot be called");
}

/** An ordered dictionary's attributes, which a state dictionary has of its own, are left out; nothing else has any. */
function build(machine: Machine): void {
  machine.pop();
  changes((target) => {
    if (!(target instanceof Map)) throw new Error("attributes of no dictionary");
  })(machine);
}

/** By opcode. */
const OPERATIONS: ReadonlyMap<number, (machine: Machine) => void> = new Map([
  [0x80, (m: Machine) => void m.uint8()], // PROTO
  [code("("), (m: Machine) => m.mark()],
  [code("}"), pushes(() => new Map())],
  [code("]"), pushes(() => [])],
  [code(")"), pushes(() => [])],
  [code("N"), pushes(() => null)],
  [0x88, pushes(() => true)],
  [0x89, pushes(() => false)],
  [code("J"), pushes((m) => m.int32())],
  [code("K"), pushes((m) => m.uint8())],
  [code("M"), pushes((m) => m.uint16())],
  [0x8a, pushes((m) => m.integer(m.uint8()))], // LONG1
  [code("G"), pushes((m) => m.float64())],
  [code("X"), pushes((m) => m.text(m.uint32()))],
  [code("t"), pushes((m) => m.popToMark())],
  [0x85, tuple(1)],
  [0x86, tuple(2)],
  [0x87, tuple(3)],
  [code("q"), remembers((m) => m.uint8())],
  [code("r"), remembers((m) => m.uint32())],
  [code("h"), pushes((m) => known(m, m.uint8()))],
  [code("j"), pushes((m) => known(m, m.uint32()))],
  [code("a"), (m: Machine) => append(m, [m.pop()])],
  [code("e"), (m: Machine) => append(m, m.popToMark())],
  [code("s"), (m: Machine) => setItems(m, [m.pop(), m.pop()].reverse())],
  [code("u"), (m: Machine) => setItems(m, m.popToMark())],
  [code("c"), pushes((m) => m.world.callable(`${m.line()}.${m.line()}`))], // GLOBAL
  [code("Q"), pushes((m) => m.world.persistent(m.pop()))], // BINPERSID
  [code("R"), pushes(reduce)],
  [code("b"), build],
]);
