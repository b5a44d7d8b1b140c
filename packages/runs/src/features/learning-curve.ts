/** Would more pictures help? */
import type { PresetName } from "@imgcls/architectures";
import type { Dataset } from "@imgcls/datasets";
import { type LearningCurvePoint, learningCurve } from "@imgcls/transfer";
import { type DataAccess, loadData } from "../data/load-data.js";
import { isPlaceId } from "../data/place-id.js";
import { STANDARDIZATION } from "../training/compute-head.js";
import type { EngineChooser } from "../training/options.js";
import { baseNamed, inputShapeFor, PREFERRED } from "../weights/choice.js";
import { pretrainedFile } from "../weights/pretrained-file.js";
import { openBaseFeatures } from "./base-features.js";
import type { FeatureOptions, FeatureProgress } from "./feature-computer.js";

export interface LearningCurveRequest extends DataAccess, Pick<FeatureOptions, "cache" | "onNote"> {
  /** The architecture of the base, or an ONNX file. */
  readonly base: PresetName | (string & {});
  /** "imagenet", an id of `listWeights`, a file, or its bytes. Default "imagenet". */
  readonly weights?: string | Uint8Array | undefined;
  /** The images, where they are open already. Default: they are loaded. */
  readonly data?: Dataset | undefined;
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
  const { engine, cache, onNote, onFeatures, signal, onProgress } = request;
  const { architecture, weights } = baseNamed(request.base, request.weights ?? PREFERRED);
  const file = await pretrainedFile(architecture, weights, { signal, onProgress });
  const name = typeof weights === "string" ? weights : undefined;
  const own = { dataset, ...(isPlaceId(dataset) && { fit: "cover" as const }) };
  const shape = inputShapeFor(architecture, name, file);
  const { train } = request.data ?? (await loadData(own, shape, request));
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
  return `More pictures of this kind would hardly help: lately, twice as many gave ${inPoints}.`;
}
