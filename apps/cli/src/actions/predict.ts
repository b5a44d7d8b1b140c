import { decodeImage, ImageDecodeError } from "@imgcls/datasets";
import { AlreadyReportedError, errorLine, UsageError } from "../errors.js";
import type { PredictOptions } from "../options/schemas.js";
import type { Output } from "../output.js";
import { type Classifier, openClassifier } from "./classifier.js";
import { formatPercent } from "./format.js";

const DEFAULT_TOP = 5;
/** Files that are decoded and classified together: the first results appear early, and memory stays small. */
const FILES_AT_ONCE = 32;

interface ClassProbability {
  readonly class: string;
  /** 0..1 */
  readonly probability: number;
}

interface Outcome {
  readonly file: string;
  /** `undefined` when the file does not decode, which has been reported then. */
  readonly predictions: readonly ClassProbability[] | undefined;
}

/**
 * Classifies files in order. One that does not decode is named on stderr and left out of the results;
 * it does not hold up the others.
 *
 * @throws AlreadyReportedError when there was such a file
 */
export async function predictFiles(
  folder: string,
  files: readonly string[],
  { top = DEFAULT_TOP, invert = false }: PredictOptions,
  output: Output,
): Promise<void> {
  const classifier = await openClassifier(folder, Math.min(files.length, FILES_AT_ONCE));
  try {
    if (invert && classifier.card.inputShape[2] !== 1) {
      const problem = "--invert is for models of grey images, and this one takes colour: leave it out";
      throw new UsageError([problem], "predict");
    }
    const width = Math.max(...files.map((file) => file.length));
    const classWidth = Math.max(...classifier.card.classNames.map((name) => name.length));
    let failures = 0;
    for (let start = 0; start < files.length; start += FILES_AT_ONCE) {
      const group = files.slice(start, start + FILES_AT_ONCE);
      for (const { file, predictions } of await classify(group, classifier, { top, invert, output })) {
        if (predictions === undefined) failures += 1;
        else
          output.result({ file, predictions }, `${file.padEnd(width)}  ${inWords(predictions, classWidth)}`);
      }
    }
    if (failures > 0) {
      throw new AlreadyReportedError(`${failures} of ${files.length} files were not classified.`);
    }
  } finally {
    await classifier.dispose();
  }
}

async function classify(
  files: readonly string[],
  classifier: Classifier,
  { top, invert, output }: { readonly top: number; readonly invert: boolean; readonly output: Output },
): Promise<Outcome[]> {
  const { card } = classifier;
  const decoded = await Promise.all(
    files.map(async (file) => ({ file, image: await decode(file, card, invert) })),
  );
  const images = decoded.flatMap(({ image }) => (image instanceof Uint8Array ? [image] : []));
  const classes = card.classNames.length;
  const probabilities =
    images.length === 0 ? new Float32Array() : await classifier.predict(concatenate(images), images.length);
  let row = 0;
  return decoded.map(({ file, image }) => {
    if (image instanceof ImageDecodeError) {
      output.warn(errorLine(image));
      return { file, predictions: undefined };
    }
    const ofImage = probabilities.subarray(row * classes, (row + 1) * classes);
    row += 1;
    return { file, predictions: mostLikely(ofImage, card.classNames, top) };
  });
}

/** Not the function of @imgcls/evaluation: loading its charts would make this command take twice as long. */
const mostLikely = (
  probabilities: Float32Array,
  classNames: readonly string[],
  count: number,
): ClassProbability[] =>
  classNames
    .map((name, index) => ({ class: name, probability: probabilities[index]! }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, count);

/** The pixels, or why there are none. */
async function decode(
  file: string,
  { inputShape: shape, dataset: { images } }: Classifier["card"],
  invert: boolean,
): Promise<Uint8Array | ImageDecodeError> {
  try {
    return await decodeImage(file, { shape, invert, ...(images === undefined ? {} : { fit: images.fit }) });
  } catch (error) {
    if (error instanceof ImageDecodeError) return error;
    throw error;
  }
}

function concatenate(images: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(images.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const image of images) {
    joined.set(image, at);
    at += image.length;
  }
  return joined;
}

/** `seven   98.21 %  (nine 1.20 %, four 0.31 %)` */
function inWords([best, ...others]: readonly ClassProbability[], classWidth: number): string {
  const rest = others.map((other) => `${other.class} ${formatPercent(other.probability)}`).join(", ");
  const first = `${best!.class.padEnd(classWidth)}  ${formatPercent(best!.probability).padStart(8)}`;
  return rest === "" ? first : `${first}  (${rest})`;
}
