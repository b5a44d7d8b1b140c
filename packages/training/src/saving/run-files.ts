// The files of a run and how they vouch for each other: the card has the digest of each file that decides a result,
// and a seal over itself; so has the checkpoint, which stands by itself.
import type { LayersModel } from "@tensorflow/tfjs";
import type { Checkpoint } from "../checkpoint.js";
import { dataFormOf, fitsShape, shapeText } from "../data-form.js";
import type { HistoryRow } from "../history.js";
import {
  CHECKPOINT_FILE,
  checkpointFiles,
  checkpointFromFiles,
  type PhaseProgress,
} from "./checkpoint-files.js";
import { joinContent } from "./content.js";
import { digestOf, digestProblem, type FileDigest } from "./digest.js";
import { RunFolderError } from "./errors.js";
import { HISTORY_JSON, historyFiles, parseHistory } from "./history-files.js";
import { jsonBytes } from "./json.js";
import {
  CARD_FILE,
  cardBytes,
  type FileDigests,
  type ModelCard,
  type OpenedCard,
  openCard,
} from "./model-card.js";
import { MODEL_FILE, modelFiles, modelFromFiles, WEIGHTS_FILE } from "./model-files.js";
import { type Read, readStable } from "./read.js";
import { requireSavedRun } from "./saved-run-checks.js";

/** What predicting needs of a run. */
export interface SavedModel {
  readonly model: LayersModel;
  readonly card: ModelCard;
}

export interface SavedRun extends SavedModel {
  readonly history: readonly HistoryRow[];
  readonly checkpoint?: Checkpoint;
  /** Of the checkpoint; absent where there is only one. */
  readonly phase?: PhaseProgress;
}

/** The card's recipe by itself, for whoever trains by it again. */
export const RECIPE_FILE = "recipe.json";

/** A file whose digest the card has; `history.csv` says what `history.json` says, and nothing reads it. */
const COVERED = [MODEL_FILE, WEIGHTS_FILE, HISTORY_JSON, RECIPE_FILE] as const;

export interface CoveredFiles {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Of those that the card covers. */
  readonly digests: FileDigests;
}

/** Model, history and the card that covers them: what changes together. The card is the last. */
export async function coveredFiles(run: SavedRun): Promise<CoveredFiles> {
  requireSavedRun("the run to save", run);
  const { model, card, history } = run;
  const files = new Map([
    ...(await modelFiles(model)),
    ...historyFiles(history),
    [RECIPE_FILE, jsonBytes(card.recipe)],
  ]);
  const entries = COVERED.map(async (name) => [name, await digestOf(files.get(name)!)] as const);
  const digests: FileDigests = Object.fromEntries(await Promise.all(entries));
  return { files: files.set(CARD_FILE, await cardBytes(card, digests)), digests };
}

/** The files of a run as bytes by name, in the order in which they have to be written. */
export async function runFiles(run: SavedRun): Promise<Map<string, Uint8Array>> {
  const { checkpoint, card, phase } = run;
  const saved = checkpoint ? await checkpointFiles({ checkpoint, card, ...(phase && { phase }) }) : [];
  return new Map([
    ...[...saved].map(([name, content]) => [name, joinContent(content)] as const),
    ...(await coveredFiles(run)).files,
  ]);
}

/** Where a file waits until the card that names it is there: see run-folder.ts. */
export const waitingName = (name: string, { sha256 }: FileDigest): string =>
  `${name}.${sha256.slice(0, 16)}.next`;

export const readSavedModel = (read: Read): Promise<SavedModel> => withCard(read, openModel);

export const readHistory = (read: Read): Promise<HistoryRow[]> => withCard(read, openHistory);

export interface ReadRunOptions {
  /** What becomes of a run whose checkpoint is damaged; only a training that goes on needs it. Default "error". */
  readonly onBadCheckpoint?: "error" | "leaveOut";
}

export async function readRun(
  read: Read,
  { onBadCheckpoint = "error" }: ReadRunOptions = {},
): Promise<SavedRun> {
  const run = await withCard(read, async (opened, from) => {
    const history = await openHistory(opened, from);
    return { ...(await openModel(opened, from)), history };
  });
  const saved = await checkpointFromFiles(read).catch((error: unknown) => {
    if (onBadCheckpoint === "leaveOut" && error instanceof RunFolderError) return undefined;
    run.model.dispose();
    throw error;
  });
  const { checkpoint, phase } = saved ?? {};
  return { ...run, ...(checkpoint && { checkpoint }), ...(phase && { phase }) };
}

/** The inverse of `runFiles`. Throws RunFolderError when a file is missing, damaged or does not fit the others. */
export const runFromFiles = (
  files: ReadonlyMap<string, Uint8Array>,
  options?: ReadRunOptions,
): Promise<SavedRun> => readRun(async (name) => files.get(name), options);

export const readCard = (read: Read): Promise<OpenedCard> => withCard(read, async (opened) => opened);

const withCard = <Result>(
  read: Read,
  use: (opened: OpenedCard, read: Read) => Promise<Result>,
): Promise<Result> =>
  readStable(read, CARD_FILE, async (bytes) => {
    if (bytes) return use(await openCard(bytes), read);
    throw new RunFolderError(
      CARD_FILE,
      (await read(CHECKPOINT_FILE)) && !(await read(MODEL_FILE))
        ? "expected this file, found only the checkpoint of a training that has not finished an epoch. Resume the training first."
        : MISSING,
    );
  });

async function openModel(opened: OpenedCard, read: Read): Promise<SavedModel> {
  const json = await readCovered(MODEL_FILE, opened, read);
  const model = await modelFromFiles(json, await readCovered(WEIGHTS_FILE, opened, read));
  const problems = fitProblems(model, opened.card);
  if (problems.length > 0) {
    model.dispose();
    throw new RunFolderError(CARD_FILE, `${problems.join("; ")}.`);
  }
  return { model, card: opened.card };
}

const openHistory = async (opened: OpenedCard, read: Read): Promise<HistoryRow[]> =>
  parseHistory(await readCovered(HISTORY_JSON, opened, read));

const MISSING = "expected this file, found none. Is this the folder of a training?";

async function readCovered(
  name: (typeof COVERED)[number],
  { files }: OpenedCard,
  read: Read,
): Promise<Uint8Array> {
  const expected = files?.[name];
  // Again at its place: it may have been moved there after the first look.
  const places = expected === undefined ? [name] : [name, waitingName(name, expected), name];
  let problem = MISSING;
  for (const place of places) {
    const content = await read(place);
    if (content === undefined) continue;
    const found = expected && (await digestProblem(expected, content));
    if (found === undefined) return content;
    if (place === name) problem = found;
  }
  throw new RunFolderError(name, problem);
}

function fitProblems(model: LayersModel, { inputShape, classNames }: ModelCard): string[] {
  const problems: string[] = [];
  const { shape, classes } = dataFormOf(model);
  if (!fitsShape(inputShape, shape)) {
    problems.push(`inputShape is [${inputShape}], but the model takes ${shapeText(shape)}`);
  }
  if (classes !== classNames.length) {
    problems.push(`classNames has ${classNames.length} names, but the model tells apart ${classes}`);
  }
  return problems;
}
