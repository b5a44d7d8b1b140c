import { WeightsError } from "../errors.js";
import { type ElementType, elementTypes } from "./element-types.js";
import type { StoredTensor, StoredTensors } from "./stored-tensor.js";

/** A header of a million tensors is smaller. */
const LARGEST_HEADER = 100_000_000;
const LENGTH_BYTES = 8;
const SUBJECT = "a safetensors file";

/**
 * The tensors of a safetensors file: eight bytes with the header's length, a JSON header, then the numbers. Throws
 * WeightsError when the header does not describe exactly these bytes; nothing is read outside of them.
 */
export function readSafetensors(bytes: Uint8Array): StoredTensors {
  const { header, data } = split(bytes);
  const problems: string[] = [];
  const entries = Object.entries(header)
    .filter(([name]) => name !== "__metadata__")
    .flatMap(([name, value]) => {
      const entry = entryOf(value);
      if (typeof entry !== "string") return [{ name, ...entry }];
      problems.push(`"${name}": ${entry}`);
      return [];
    })
    .sort((one, other) => one.start - other.start || one.end - other.end);

  let covered = 0;
  for (const { name, start, end } of entries) {
    if (start !== covered) problems.push(`"${name}": expected to start at byte ${covered}, found ${start}`);
    covered = end;
  }
  if (problems.length === 0 && covered !== data.length) {
    problems.push(`expected ${covered} bytes of numbers, found ${data.length}`);
  }
  if (problems.length > 0) throw new WeightsError(SUBJECT, problems);
  return new Map(
    entries.map(({ name, shape, type, start, end }): [string, StoredTensor] => [
      name,
      { shape, values: () => type.decode(data.subarray(start, end)) },
    ]),
  );
}

function split(bytes: Uint8Array): { header: object; data: Uint8Array } {
  if (bytes.length < LENGTH_BYTES) {
    throw new WeightsError(SUBJECT, [`expected at least ${LENGTH_BYTES} bytes, found ${bytes.length}`]);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  const available = bytes.length - LENGTH_BYTES;
  if (length > BigInt(Math.min(available, LARGEST_HEADER))) {
    throw new WeightsError(SUBJECT, [`its header of ${length} bytes does not fit into ${available}`]);
  }
  const end = LENGTH_BYTES + Number(length);
  return { header: parsed(bytes.subarray(LENGTH_BYTES, end)), data: bytes.subarray(end) };
}

function parsed(bytes: Uint8Array): object {
  try {
    const header: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof header === "object" && header !== null && !Array.isArray(header)) return header;
  } catch (cause) {
    throw new WeightsError(SUBJECT, [`its header is not JSON: ${(cause as Error).message}`]);
  }
  throw new WeightsError(SUBJECT, ["expected a JSON object as header"]);
}

interface Entry {
  readonly shape: readonly number[];
  readonly type: ElementType;
  readonly start: number;
  readonly end: number;
}

/** What is wrong with it, if anything. */
function entryOf(value: unknown): Entry | string {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Record<string, unknown>;
  if (typeof dtype !== "string" || !Object.hasOwn(elementTypes, dtype)) {
    const known = Object.keys(elementTypes).join(", ");
    return `expected a dtype of ${known}, found ${JSON.stringify(dtype)}`;
  }
  if (!isCounts(shape)) return `expected a shape of counts, found ${JSON.stringify(shape)}`;
  if (!isCounts(offsets) || offsets.length !== 2) {
    return `expected data_offsets of two counts, found ${JSON.stringify(offsets)}`;
  }
  const type = elementTypes[dtype as keyof typeof elementTypes];
  const [start, end] = offsets as [number, number];
  const size = shape.reduce((product, extent) => product * extent, type.bytes);
  if (end - start !== size) {
    return `its shape [${shape}] of ${dtype} takes ${size} bytes, its data_offsets [${offsets}] hold ${end - start}`;
  }
  return { shape, type, start, end };
}

const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((each) => Number.isSafeInteger(each) && each >= 0);
