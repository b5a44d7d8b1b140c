// A checkpoint is two files that must belong together: the numbers in a binary file whose name changes with
// every save, and a JSON file that names it with its digest. Writing the JSON file last switches from the old
// pair to the new one in a single rename.
import type { CallbackState } from "../callback.js";
import type { Checkpoint } from "../checkpoint.js";
import type { WeightMap } from "../model-weights.js";
import { RunFolderError } from "./errors.js";
import { jsonBytes, parseJson } from "./json.js";

export const CHECKPOINT_FILE = "checkpoint/checkpoint.json";
const SCHEMA_VERSION = 1;

interface TensorEntry {
  /** "weights", "slots", or "callbacks/NAME". */
  readonly group: string;
  readonly name: string;
  readonly length: number;
}

interface CheckpointJson extends Omit<Checkpoint, "weights" | "slots" | "callbacks"> {
  readonly schemaVersion: number;
  readonly callbacks: Readonly<Record<string, CallbackState["values"]>>;
  readonly tensors: {
    readonly file: string;
    readonly sha256: string;
    /** In the order of the file; float32, little-endian. */
    readonly entries: readonly TensorEntry[];
  };
}

/** The binary file first: in this order they have to be written. */
export async function checkpointFiles(checkpoint: Checkpoint): Promise<Map<string, Uint8Array>> {
  const { weights, slots, callbacks, ...numbers } = checkpoint;
  const groups: [string, WeightMap][] = [
    ["weights", weights],
    ["slots", slots],
    ...Object.entries(callbacks).flatMap(([name, state]): [string, WeightMap][] =>
      state.weights ? [[`callbacks/${name}`, state.weights]] : [],
    ),
  ];
  const tensors = groups.flatMap(([group, map]) =>
    [...map].map(([name, values]) => ({ group, name, values })),
  );
  const bytes = concatenate(tensors.map(({ values }) => values));
  const sha256 = await digest(bytes);
  const file = `checkpoint/tensors-${sha256.slice(0, 16)}.bin`;
  const json: CheckpointJson = {
    schemaVersion: SCHEMA_VERSION,
    ...numbers,
    callbacks: Object.fromEntries(Object.entries(callbacks).map(([name, { values }]) => [name, values])),
    tensors: {
      file,
      sha256,
      entries: tensors.map(({ group, name, values }) => ({ group, name, length: values.length })),
    },
  };
  return new Map([
    [file, bytes],
    [CHECKPOINT_FILE, jsonBytes(encodeNumbers(json))],
  ]);
}

/**
 * @param read gives the content of a file, or undefined
 * @returns undefined when there is no checkpoint
 * @throws RunFolderError when it is damaged
 */
export async function checkpointFromFiles(
  read: (name: string) => Promise<Uint8Array | undefined>,
): Promise<Checkpoint | undefined> {
  const bytes = await read(CHECKPOINT_FILE);
  if (bytes === undefined) return undefined;
  const json = decodeNumbers(parseJson(CHECKPOINT_FILE, bytes)) as CheckpointJson;
  if (json.schemaVersion !== SCHEMA_VERSION || !json.tensors) {
    throw new RunFolderError(
      CHECKPOINT_FILE,
      `expected schemaVersion ${SCHEMA_VERSION}, received ${JSON.stringify(json.schemaVersion)}. Start the training anew.`,
    );
  }
  const { schemaVersion, tensors, callbacks, ...numbers } = json;
  const groups = await readTensors(tensors, read);
  const states = Object.entries(callbacks).map(([name, values]) => {
    const weights = groups.get(`callbacks/${name}`);
    return [name, { values, ...(weights && { weights }) }] as const;
  });
  return {
    ...numbers,
    weights: groups.get("weights") ?? new Map(),
    slots: groups.get("slots") ?? new Map(),
    callbacks: Object.fromEntries(states),
  };
}

async function readTensors(
  { file, sha256, entries }: CheckpointJson["tensors"],
  read: (name: string) => Promise<Uint8Array | undefined>,
): Promise<Map<string, Map<string, Float32Array>>> {
  const bytes = await read(file);
  if (bytes === undefined)
    throw new RunFolderError(file, "expected the checkpoint's numbers, found no file.");
  if ((await digest(bytes)) !== sha256) {
    throw new RunFolderError(
      file,
      `expected sha256 ${sha256}, found other content. Start the training anew.`,
    );
  }
  const values = new Float32Array(bytes.slice().buffer);
  const groups = new Map<string, Map<string, Float32Array>>();
  let start = 0;
  for (const { group, name, length } of entries) {
    const map = groups.get(group) ?? new Map<string, Float32Array>();
    groups.set(group, map.set(name, values.slice(start, start + length)));
    start += length;
  }
  return groups;
}

function concatenate(arrays: readonly Float32Array[]): Uint8Array {
  const all = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const array of arrays) {
    all.set(array, start);
    start += array.length;
  }
  return new Uint8Array(all.buffer);
}

async function digest(bytes: Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const NOT_FINITE: Readonly<Record<string, number>> = {
  "number:NaN": Number.NaN,
  "number:Infinity": Number.POSITIVE_INFINITY,
  "number:-Infinity": Number.NEGATIVE_INFINITY,
};

/** JSON has no NaN and no infinity, and a diverging training has both. */
const encodeNumbers = (value: unknown): unknown =>
  mapLeaves(value, (leaf) => (typeof leaf === "number" && !Number.isFinite(leaf) ? `number:${leaf}` : leaf));
const decodeNumbers = (value: unknown): unknown =>
  mapLeaves(value, (leaf) => (typeof leaf === "string" && leaf in NOT_FINITE ? NOT_FINITE[leaf] : leaf));

function mapLeaves(value: unknown, change: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapLeaves(item, change));
  if (typeof value !== "object" || value === null) return change(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapLeaves(item, change)]));
}
