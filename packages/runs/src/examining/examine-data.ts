/** The data doctor: what is the matter with the images of a data set. */
import {
  concat,
  type Dataset,
  examineImages,
  type ImagePlace,
  type ImageSet,
  placeOf,
} from "@imgcls/datasets";
import { chooseStrength, classOutliers } from "@imgcls/transfer";
import { type DataAccess, loadData } from "../data/load-data.js";
import { openBaseFeatures } from "../features/base-features.js";
import { type BaseRequest, dataForBase } from "../features/data-for-base.js";
import type { FeatureOptions, FeatureProgress } from "../features/feature-computer.js";
import { STANDARDIZATION } from "../training/compute-head.js";
import type { EngineChooser } from "../training/options.js";
import { turn } from "../turn.js";
import type { PretrainedFile } from "../weights/pretrained-file.js";
import type { Finding } from "./finding.js";
import { findingsOf, inOrder, labelErrorFound, outlierFound } from "./findings-of.js";

export interface ExamineDataRequest
  extends DataAccess,
    Partial<Pick<BaseRequest, "base" | "weights">>,
    Pick<FeatureOptions, "cache" | "onNote"> {
  /** Computes the features. */
  readonly engine?: EngineChooser | undefined;
  readonly onImages?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
  readonly onFeatures?: ((progress: FeatureProgress) => void) | undefined;
}

export interface ExaminedData {
  readonly data: Dataset;
  /** The most serious kind first. Label errors and outliers are among them where there was a base. */
  readonly findings: readonly Finding[];
  /** Images of all parts. */
  readonly images: number;
  /** How many of them a head says right that was computed without them; undefined without a base. */
  readonly outOfFoldAccuracy: number | undefined;
}

/** Your own images are looked at in this size where no base needs another. */
const SHAPE = [224, 224, 3] as const;

/**
 * Looks at all parts of a data set for copies, within a part, across parts and across classes, and for images in which little can
 * be seen; with a base, for likely label errors, too, by what a head on its features says of images that it was computed without, and for images
 * that are unlike all others of their class.
 * Images that do not decode are left out and listed in `data.skipped`. Nothing is changed.
 *
 * @throws PretrainedError, WeightsError, TransferInputError, and what loading throws
 */
export async function examineData(dataset: string, request: ExamineDataRequest = {}): Promise<ExaminedData> {
  const { base, onImages, signal } = request;
  const { data, file } = await open(dataset, base, request);
  const { train, validation, test } = data;
  const parts = { train, ...(validation !== undefined && { validation }), test };
  const examination = await examineImages(parts, {
    ...(onImages && { onProgress: onImages }),
    ...(signal && { signal }),
  });
  const judged = file && (await byFeatures(parts, file, request));
  return {
    data,
    findings: inOrder([...(judged?.findings ?? []), ...findingsOf(examination)]),
    images: examination.images,
    outOfFoldAccuracy: judged?.accuracy,
  };
}

async function open(
  dataset: string,
  base: ExamineDataRequest["base"],
  request: ExamineDataRequest,
): Promise<{ data: Dataset; file?: PretrainedFile }> {
  const settings = { onBadImage: "skip" } as const;
  if (base !== undefined) return dataForBase(dataset, { ...request, base }, settings);
  return { data: await loadData({ ...settings, dataset }, SHAPE, request) };
}

/** Likely label errors, and images that are unlike all others of their class. */
async function byFeatures(
  parts: Readonly<Record<string, ImageSet>>,
  file: PretrainedFile,
  { engine, cache, onNote, onFeatures, signal }: ExamineDataRequest,
): Promise<{ readonly findings: Finding[]; readonly accuracy: number }> {
  const all = concat(...Object.values(parts));
  const computer = await openBaseFeatures({ file, shape: all.shape }, { engine, cache, onNote });
  try {
    const features = await computer.features(all, { signal, onProgress: onFeatures });
    const classes = all.classNames.length;
    const { outOfFold, accuracy } = chooseStrength(features, all.labels, {
      classes,
      standardization: STANDARDIZATION,
    });
    const { rows, logits } = outOfFold;
    const { likelyLabelErrors } = await import("@imgcls/evaluation");
    const errors = likelyLabelErrors({ logits, labels: rows.map((row) => all.labels[row]!) });
    const places = placesOf(parts);
    const judged = rows.map((row) => places[row]!);
    const wrong = new Set(errors.map(({ index }) => rows[index]!));
    const outliers = await classOutliers(features, all.labels, { classes, onProgress: () => turn(signal) });
    return {
      findings: [
        ...errors.map((error) => labelErrorFound(error, judged)),
        // What belongs to another class is far from its own, too, and that is said already.
        ...outliers.filter(({ index }) => !wrong.has(index)).map((outlier) => outlierFound(outlier, places)),
      ],
      accuracy,
    };
  } finally {
    await computer.dispose();
  }
}

/** Of the images of all parts, one after another. */
const placesOf = (parts: Readonly<Record<string, ImageSet>>): ImagePlace[] =>
  Object.entries(parts).flatMap(([part, images]) =>
    Array.from({ length: images.length }, (_, index) => placeOf(images, part, index)),
  );
