// A checkpoint is two files that must belong together: the numbers in a binary file whose name changes with
// every save, and a JSON file that names it with its digest, has the model card that says what is trained, and
// vouches for itself. Writing the JSON file last switches from the old checkpoint to the new one in a single rename,
// and a training that goes on needs nothing else of the folder.
import type { CallbackState } from "../callback.js";
import type { CallbackStates } from "../callback-states.js";
import type { Checkpoint } from "../checkpoint.js";
import { type HistoryRow, NO_SUMS } from "../history.js";
import type { WeightMap } from "../model-weights.js";
import type { Content } from "./content.js";
import { sha256 } from "./digest.js";
import { RunFolderError } from "./errors.js";
import { openSealed, parseJson, sealedJsonBytes } from "./json.js";
import type { ModelCard } from "./model-card.js";
import { type Read, readStable } from "./read.js";

export const CHECKPOINT_FILE = "checkpoint/checkpoint.json";
/** 1 had neither seal nor card. */
const SCHEMA_VERSION = 2;

/** Where a run of several trainings, one after the other, is. */
export interface PhaseProgress {
  /** Which of them the checkpoint is of, from 0. */
  readonly index: number;
  /** The epochs of those before it. */
  readonly earlier: readonly HistoryRow[];
}

export interface SavedCheckpoint {
  readonly checkpoint: Checkpoint;
  /** What is trained. Absent in folders of version 1, and when it was not given on saving. */
  readonly card?: ModelCard;
  /** Absent where there is only one. */
  readonly phase?: PhaseProgress;
}

interface TensorEntry {
  /** "weights", "slots", or "callbacks/NAME/FIELD". */
  readonly group: string;
  readonly name: string;
  readonly length: number;
}

interface CheckpointJson extends Omit<Checkpoint, "weights" | "slots" | "callbacks"> {
  readonly schemaVersion: number;
  readonly card?: ModelCard;
  readonly phase?: PhaseProgress;
  /** Without the weights in them. */
  readonly callbacks: CallbackStates;
  readonly tensors: {
    readonly file: string;
    readonly sha256: string;
    /** In the order of the file; float32, little-endian. */
    readonly entries: readonly TensorEntry[];
  };
}

/** The binary file first: in this order they have to be written. */
export async function checkpointFiles({
  checkpoint,
  card,
  phase,
}: SavedCheckpoint): Promise<Map<string, Content>> {
  const { weights, slots, callbacks, ...numbers } = checkpoint;
  const groups: [string, WeightMap][] = [
    ["weights", weights],
    ["slots", slots],
    ...Object.entries(callbacks).flatMap(([name, state]) =>
      Object.entries(state).flatMap(([field, value]): [string, WeightMap][] =>
        value instanceof Map ? [[`callbacks/${name}/${field}`, value]] : [],
      ),
    ),
  ];
  const tensors = groups.flatMap(([group, map]) =>
    [...map].map(([name, values]) => ({ group, name, values })),
  );
  const parts = tensors.map(({ values }) => bytesOf(values));
  const digest = await sha256(...parts);
  const file = `checkpoint/tensors-${digest.slice(0, 16)}.bin`;
  const json: Omit<CheckpointJson, "card"> = {
    schemaVersion: SCHEMA_VERSION,
    ...numbers,
    ...(phase && { phase }),
    callbacks: Object.fromEntries(
      Object.entries(callbacks).map(([name, state]) => [name, withoutWeights(state)]),
    ),
    tensors: {
      file,
      sha256: digest,
      entries: tensors.map(({ group, name, values }) => ({ group, name, length: values.length })),
    },
  };
  const content = { ...(encodeNumbers(json) as object), ...(card && { card }) };
  return new Map([
    [file, parts],
    [CHECKPOINT_FILE, [await sealedJsonBytes(content)]],
  ]);
}

/**
 * @returns undefined when there is no checkpoint
 * @throws RunFolderError when it is damaged
 */
export const checkpointFromFiles = (read: Read): Promise<SavedCheckpoint | undefined> =>
  readStable(read, CHECKPOINT_FILE, async (bytes) => bytes && openCheckpoint(bytes, read));

/**
 * What a checkpoint is of, without its numbers. Absent in folders of version 1, and when it was not given on saving.
 *
 * @returns undefined when there is no checkpoint
 * @throws RunFolderError when it is damaged
 */
export const cardOfCheckpoint = (read: Read): Promise<Pick<SavedCheckpoint, "card"> | undefined> =>
  readStable(read, CHECKPOINT_FILE, async (bytes) => bytes && openJson(bytes));

async function openCheckpoint(bytes: Uint8Array, read: Read): Promise<SavedCheckpoint> {
  const { card, encoded } = await openJson(bytes);
  const { schemaVersion, tensors, callbacks, phase, ...numbers } = decodeNumbers(encoded) as CheckpointJson;
  if (!tensors)
    throw new RunFolderError(CHECKPOINT_FILE, "expected tensors, found none. Start the training anew.");
  const groups = await readTensors(tensors, read);
  const states = Object.entries(callbacks).map(([name, state]) => [name, withWeights(name, state, groups)]);
  return {
    checkpoint: {
      ...numbers,
      rateFactor: numbers.rateFactor ?? 1,
      sums: { ...NO_SUMS, ...numbers.sums },
      weights: groups.get("weights") ?? new Map(),
      slots: groups.get("slots") ?? new Map(),
      callbacks: Object.fromEntries(states),
    },
    ...(card && { card }),
    ...(phase && { phase }),
  };
}

async function openJson(bytes: Uint8Array): Promise<{ readonly card?: ModelCard; readonly encoded: object }> {
  const sealed = parseJson(CHECKPOINT_FILE, bytes) as Record<string, unknown>;
  const version = sealed.schemaVersion;
  if (version !== 1 && version !== SCHEMA_VERSION) {
    throw new RunFolderError(
      CHECKPOINT_FILE,
      `expected schemaVersion ${SCHEMA_VERSION} or lower, received ${JSON.stringify(version)}. Use the version of imgcls that wrote it, or start the training anew.`,
    );
  }
  const isSealed = version === SCHEMA_VERSION || "sha256" in sealed;
  const { card, ...encoded } = isSealed ? await openSealed(CHECKPOINT_FILE, sealed) : sealed;
  return { ...(card !== undefined && { card: card as ModelCard }), encoded };
}

const withoutWeights = (state: CallbackState): CallbackState =>
  Object.fromEntries(Object.entries(state).filter(([, value]) => !(value instanceof Map)));

function withWeights(
  name: string,
  state: CallbackState,
  groups: ReadonlyMap<string, WeightMap>,
): CallbackState {
  const prefix = `callbacks/${name}/`;
  const fields = [...groups]
    .filter(([group]) => group.startsWith(prefix))
    .map(([group, weights]) => [group.slice(prefix.length), weights]);
  // Before callbacks could keep weights in any field, they were earlyStopping's best ones.
  const best = groups.get(`callbacks/${name}`);
  return { ...state, ...(best && { bestWeights: best }), ...Object.fromEntries(fields) };
}

async function readTensors(
  { file, sha256: expected, entries }: CheckpointJson["tensors"],
  read: Read,
): Promise<Map<string, Map<string, Float32Array>>> {
  const bytes = await read(file);
  if (bytes === undefined)
    throw new RunFolderError(file, "expected the checkpoint's numbers, found no file.");
  if ((await sha256(bytes)) !== expected) {
    throw new RunFolderError(
      file,
      `expected sha256 ${expected}, found other content. Start the training anew.`,
    );
  }
  const groups = new Map<string, Map<string, Float32Array>>();
  let start = 0;
  for (const { group, name, length } of entries) {
    const map = groups.get(group) ?? new Map<string, Float32Array>();
    const end = start + length * Float32Array.BYTES_PER_ELEMENT;
    groups.set(group, map.set(name, new Float32Array(new Uint8Array(bytes.subarray(start, end)).buffer)));
    start = end;
  }
  return groups;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

const NOT_FINITE: Readonly<Record<string, number>> = {
  "number:NaN": Number.NaN,
  "number:Infinity": Number.POSITIVE_INFINITY,
  "number:-Infinity": Number.NEGATIVE_INFINITY,
};

/** JSON has no NaN and no infinity, and a diverging training has both. */
const encodeNumbers = (value: unknown): unknown =>
  mapLeaves(value, (leaf) => (typeof leaf === "number" && !Number.isFinite(leaf) ? `number:${leaf}` : leaf));
const decodeNumbers = (value: unknown): unknown =>
  mapLeaves(value, (leaf) =>
    typeof leaf === "string" && Object.hasOwn(NOT_FINITE, leaf) ? NOT_FINITE[leaf] : leaf,
  );

function mapLeaves(value: unknown, change: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapLeaves(item, change));
  if (typeof value !== "object" || value === null) return change(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapLeaves(item, change)]));
}
