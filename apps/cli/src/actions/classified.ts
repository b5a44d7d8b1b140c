/** From files to predictions, some at a time and in order. */
import { readFile } from "node:fs/promises";
import { ImageDecodeError } from "@imgcls/datasets";
import { type Answers, mostLikely } from "@imgcls/runs";
import { joinContent } from "@imgcls/training";
import type { ImageReader } from "./image-reader.js";
import { undecodable } from "./over-files.js";
import type { PredictSource } from "./predict-source.js";
import type { FilePredictions } from "./predictions.js";

/** Files that are decoded and classified together: the first results appear early, and memory stays small. */
export const FILES_AT_ONCE = 32;

export interface ClassifyJob {
  readonly source: Pick<PredictSource, "classNames" | "decode" | "classify">;
  /** Classes a file, the most likely first. */
  readonly top: number;
  readonly signal: AbortSignal;
  /** Told of a file that does not decode, which is left out. */
  readonly onFailure: (message: string) => void;
}

/**
 * What each group of files is predicted to be. One group is decoded while the one before it is classified.
 *
 * @throws the reason of `job.signal` between two groups
 */
export async function* classified(
  groups: AsyncIterable<readonly string[]>,
  job: ClassifyJob,
): AsyncGenerator<FilePredictions[]> {
  for await (const files of decodedAhead(groups, job.source.decode)) {
    job.signal.throwIfAborted();
    yield await predictionsOf(files, job);
  }
  job.signal.throwIfAborted();
}

export interface DecodedFile {
  readonly file: string;
  /** The pixels, or why there are none. */
  readonly image: Uint8Array | ImageDecodeError;
}

/**
 * The native runtime keeps JavaScript's thread until it has the answer, and only what other threads were given before goes on
 * meanwhile. So the next group is read, which takes several turns of the event loop, and handed to the decoders, which takes
 * none, before the group in front of it is given to whoever classifies it.
 */
export async function* decodedAhead(
  groups: AsyncIterable<readonly string[]>,
  decode: ImageReader,
): AsyncGenerator<DecodedFile[]> {
  let begun: Promise<DecodedFile[]> | undefined;
  for await (const files of groups) {
    const contents = await Promise.all(files.map(contentOf));
    const next = Promise.all(
      files.map(async (file, i) => ({ file, image: await decoded(contents[i]!, decode) })),
    );
    // Whoever asks for the group gets its error; until then nobody does.
    next.catch(() => {});
    if (begun !== undefined) yield await begun;
    begun = next;
  }
  if (begun !== undefined) yield await begun;
}

/** The path itself where the file cannot be read, which is for the decoder to say. */
const contentOf = (file: string): Promise<Uint8Array | string> => readFile(file).catch(() => file);

const decoded = (content: Uint8Array | string, decode: ImageReader): Promise<Uint8Array | ImageDecodeError> =>
  decode(content).catch((error: unknown) => {
    if (error instanceof ImageDecodeError) return error;
    throw error;
  });

const NO_ANSWERS: Answers = { probabilities: new Float32Array(), unknown: undefined };

async function predictionsOf(
  files: readonly DecodedFile[],
  { source, top, onFailure }: ClassifyJob,
): Promise<FilePredictions[]> {
  const images = files.flatMap(({ image }) => (image instanceof Uint8Array ? [image] : []));
  const classes = source.classNames.length;
  const { probabilities, unknown } =
    images.length === 0 ? NO_ANSWERS : await source.classify(joinContent(images), images.length);
  let row = 0;
  return files.flatMap(({ file, image }) => {
    if (image instanceof ImageDecodeError) {
      onFailure(undecodable(file, image));
      return [];
    }
    const ofImage = probabilities.subarray(row * classes, (row + 1) * classes);
    const predictions = mostLikely(ofImage, source.classNames, top);
    const answer = unknown?.[row];
    row += 1;
    return [{ file, predictions, ...(answer && { unknown: answer.isUnknown, unknownScore: answer.score }) }];
  });
}

export async function* inGroups<Item>(
  items: AsyncIterable<Item>,
  size: number,
): AsyncGenerator<readonly Item[]> {
  let group: Item[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
