/** Would more pictures help? */
import { type LearningCurvePoint, learningCurve } from "@imgcls/transfer";
import { STANDARDIZATION } from "../training/compute-head.js";
import type { EngineChooser } from "../training/options.js";
import { openBaseFeatures } from "./base-features.js";
import { type BaseRequest, dataForBase } from "./data-for-base.js";
import type { FeatureOptions, FeatureProgress } from "./feature-computer.js";

export interface LearningCurveRequest extends BaseRequest, Pick<FeatureOptions, "cache" | "onNote"> {
  readonly engine?: EngineChooser | undefined;
  readonly onFeatures?: ((progress: FeatureProgress) => void) | undefined;
}

export interface LearningCurveOfData {
  /** From few images a class to all. */
  readonly points: readonly LearningCurvePoint[];
  /** Whether more pictures would help, in a sentence. */
  readonly sentence: string;
  /** Training images that were used: all, in turn. */
  readonly images: number;
}

/**
 * How good a head on the features of a base is with 5, 10, 20, 50 … images a class, on training images that it has not seen.
 * The test images are not looked at.
 *
 * @throws PretrainedError, WeightsError, TransferInputError, and what loading throws
 */
export async function learningCurveOf(
  dataset: string,
  request: LearningCurveRequest,
): Promise<LearningCurveOfData> {
  const { engine, cache, onNote, onFeatures, signal } = request;
  const { file, data } = await dataForBase(dataset, request);
  const { train } = data;
  const features = await openBaseFeatures({ file, shape: train.shape }, { engine, cache, onNote });
  try {
    const values = await features.features(train, { signal, onProgress: onFeatures });
    const points = learningCurve(values, train.labels, {
      classes: train.classNames.length,
      standardization: STANDARDIZATION,
    });
    return { points, sentence: sentenceOf(points), images: train.length };
  } finally {
    await features.dispose();
  }
}

/** Of accuracy, for twice as many images: what is less is hardly worth the work. */
const WORTH_IT = 0.01;
/** Of an interval, in accuracy: a gain of a few points would not be seen in it. */
const TELLS_LITTLE = 0.1;

/** By what the last doubling of the images gave. */
export function sentenceOf(points: readonly LearningCurvePoint[]): string {
  const [before, last] = points.slice(-2);
  if (before === undefined || last === undefined) {
    return "There are too few images to tell whether more would help: add some of each class.";
  }
  const gain = (last.accuracy - before.accuracy) / Math.log2(last.perClass / before.perClass);
  const inPoints = `${(100 * Math.max(0, gain)).toFixed(1)} percentage points`;
  const width = last.interval[1] - last.interval[0];
  if (gain >= WORTH_IT) {
    return `More pictures would probably help: lately, twice as many gave ${inPoints}${width > gain ? ", though the intervals are wider than that" : ""}.`;
  }
  if (width > TELLS_LITTLE) {
    return `Too little is known to tell whether more pictures would help: the last interval is ${(100 * width).toFixed(0)} percentage points wide.`;
  }
  return `More pictures of this kind would hardly help: lately, twice as many gave ${inPoints}.`;
}
