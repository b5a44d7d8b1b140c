// What is trained here, in the browser's own storage: a tab that is closed, reloaded or crashes loses neither model nor training.
import { hasStorage, storagePlace, storedRuns } from "@imgcls/runs/storage";
import type { EngineChoice } from "../protocol.js";

/** What the page says of a kept run without opening it: a file beside those of the run. */
export interface About {
  readonly architecture: string;
  /** Id of its data set. */
  readonly dataset: string;
  readonly engine: EngineChoice;
  readonly epochs: number;
  /** The training has come to its end, or was stopped. */
  readonly isTrained: boolean;
  readonly testAccuracy: number | undefined;
  /** When it began or ended, in milliseconds since 1970. */
  readonly at: number;
}

export interface Kept {
  readonly name: string;
  readonly about: About;
  readonly epochsDone: number;
}

const ABOUT = "about.json";
/** The chosen file that an unfinished training began with: the page cannot open it again by itself. */
const WEIGHTS = "weights-of-the-base";
const HISTORY = "history.json";

export const writeAbout = (name: string, about: About): Promise<void> =>
  storagePlace(name).folder.write(ABOUT, [new TextEncoder().encode(JSON.stringify(about))]);

export const writeWeights = (name: string, bytes: Uint8Array): Promise<void> =>
  storagePlace(name).folder.write(WEIGHTS, [bytes]);

export const readWeights = (name: string): Promise<Uint8Array | undefined> =>
  storagePlace(name).folder.read(WEIGHTS);

export const removeWeights = (name: string): Promise<void> => storagePlace(name).folder.remove(WEIGHTS);

/** The newest that no other tab trains; undefined when none is kept. */
export async function newestKept(): Promise<Kept | undefined> {
  if (!hasStorage()) return undefined;
  const kept: Kept[] = [];
  for (const name of await storedRuns()) {
    const about = await readJson<About>(name, ABOUT);
    if (about === undefined || (await storagePlace(name).isHeld())) continue;
    const history = await readJson<readonly unknown[]>(name, HISTORY);
    kept.push({ name, about, epochsDone: history?.length ?? 0 });
  }
  return kept.sort((a, b) => a.about.at - b.about.at).at(-1);
}

async function readJson<Value>(name: string, file: string): Promise<Value | undefined> {
  const bytes = await storagePlace(name).folder.read(file);
  return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as Value);
}

/** The run's own files. */
export async function filesOfKept(name: string): Promise<Map<string, Uint8Array>> {
  const files = await storagePlace(name).files();
  files.delete(ABOUT);
  files.delete(WEIGHTS);
  return files;
}

export const removeKept = (name: string): Promise<void> => storagePlace(name).remove();

/** Only the last model is kept; what another tab trains stays. */
export async function removeOthers(name: string): Promise<void> {
  for (const other of await storedRuns()) {
    if (other !== name && !(await storagePlace(other).isHeld())) await removeKept(other);
  }
}
