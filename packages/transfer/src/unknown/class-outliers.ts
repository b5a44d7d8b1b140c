import { type Checks, count, func } from "@imgcls/checks";
import { matrix, transposed } from "../algebra/matrix.js";
import { multiply } from "../algebra/multiply.js";
import { atLeastTwo, type Examples, featuresAt, requireUsable } from "../examples.js";
import { randomIndices, shuffle } from "../random.js";
import { unitRows } from "./scores.js";

export interface ClassOutliersOptions {
  readonly classes: number;
  /** Counted is the distance from the so-manyth nearest image of the class, so that a few odd ones do not hide each other. Default: 5. */
  readonly neighbours?: number;
  /** Called as images are compared, 0..1; a promise is waited for. */
  readonly onProgress?: (share: number) => unknown;
}

/** An image that is far from all others of its class. */
export interface ClassOutlier {
  readonly index: number;
  /** 1 − the cosine between its features and those of the image that is counted, 0..2. */
  readonly distance: number;
  /** The median of that in its class. */
  readonly usual: number;
}

const CHECKS: Checks<ClassOutliersOptions> = { classes: atLeastTwo, neighbours: count, onProgress: func };

/** Of a class with more images each is compared with so many, chosen by chance. */
const COMPARED = 2048;
const ROWS_AT_ONCE = 1024;
/** Of fewer images nothing is known about how far they usually are. */
const ENOUGH_IMAGES = 20;
/** In standard deviations of logarithms, which the median and the median absolute deviation give. */
const FAR = 3.5;
const MAD_TO_DEVIATION = 1.4826;
/** Where all are about as far, a little farther is nothing. */
const LEAST_FACTOR = 1.5;

/**
 * Images that are far from all others of their class, by the direction of their features: pictures of something else, such as
 * placeholders and screenshots. In each class it is the distance from the k-th nearest (Ramaswamy, Rastogi and Shim 2000) that is
 * compared with what it usually is there. Classes of fewer than 20 images have none.
 *
 * @param features `[images, width]`
 * @param labels `[images]`, a class index from 0
 * @returns the farthest first, in proportion to what is usual
 * @throws TransferInputError with all that is wrong
 */
export async function classOutliers(
  features: Float32Array,
  labels: ArrayLike<number>,
  options: ClassOutliersOptions,
): Promise<ClassOutlier[]> {
  const examples = requireUsable("classOutliers", features, labels, options, CHECKS);
  const { classes, neighbours = 5, onProgress } = options;
  const ofClasses = rowsByClass(labels, classes);
  const outliers: ClassOutlier[] = [];
  let done = 0;
  for (const rows of ofClasses) {
    if (rows.length >= ENOUGH_IMAGES) {
      const distances = await distancesIn(rows, examples, neighbours, (compared) =>
        onProgress?.((done + compared) / labels.length),
      );
      outliers.push(...farOnes(rows, distances));
    }
    done += rows.length;
  }
  return outliers.sort((a, b) => b.distance / b.usual - a.distance / a.usual);
}

function rowsByClass(labels: ArrayLike<number>, classes: number): number[][] {
  const rows = Array.from({ length: classes }, (): number[] => []);
  for (let row = 0; row < labels.length; row++) rows[labels[row]!]!.push(row);
  return rows;
}

/** `[rows]`, how far each is from its k-th nearest. */
async function distancesIn(
  rows: readonly number[],
  { features, labels }: Examples,
  neighbours: number,
  onCompared: (rows: number) => unknown,
): Promise<Float64Array> {
  const width = features.length / labels.length;
  const directionsOf = (chosen: readonly number[]) =>
    matrix(chosen.length, width, unitRows(featuresAt(features, width, chosen), width));
  const compared = rows.length <= COMPARED ? rows : shuffle([...rows], randomIndices(0)).slice(0, COMPARED);
  const directions = directionsOf(compared);
  const distances = new Float64Array(rows.length);
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const asked = rows.slice(start, start + ROWS_AT_ONCE);
    const cosines = multiply(directionsOf(asked), transposed(directions)).values;
    for (const [i, row] of asked.entries()) {
      const ofRow = cosines.subarray(i * compared.length, (i + 1) * compared.length);
      distances[start + i] = 1 - greatest(ofRow, neighbours, (at) => compared[at] === row);
    }
    await onCompared(start + asked.length);
  }
  return distances;
}

/** The k-th greatest value of those that are not left out. */
function greatest(values: Float64Array, k: number, isLeftOut: (at: number) => boolean): number {
  const largest = new Float64Array(Math.min(k, values.length - 1)).fill(Number.NEGATIVE_INFINITY);
  const last = largest.length - 1;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (value <= largest[last]! || isLeftOut(at)) continue;
    let place = last;
    for (; place > 0 && largest[place - 1]! < value; place--) largest[place] = largest[place - 1]!;
    largest[place] = value;
  }
  return largest[last]!;
}

function farOnes(rows: readonly number[], distances: Float64Array): ClassOutlier[] {
  // Copies have no distance, and say nothing about what is usual.
  const logarithms = distances.filter((distance) => distance > 0).map(Math.log);
  if (logarithms.length < ENOUGH_IMAGES) return [];
  const median = medianOf(logarithms);
  const deviation = MAD_TO_DEVIATION * medianOf(logarithms.map((value) => Math.abs(value - median)));
  const usual = Math.exp(median);
  const most = usual * Math.max(LEAST_FACTOR, Math.exp(FAR * deviation));
  return rows.flatMap((index, i) =>
    distances[i]! > most ? [{ index, distance: distances[i]!, usual }] : [],
  );
}

const medianOf = (values: Float64Array): number => values.toSorted()[values.length >> 1]!;
