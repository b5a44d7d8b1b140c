import { type Checks, count, finite, flag, func, nearest, object, oneOf, text } from "@imgcls/checks";
import { UnknownDatasetError } from "./errors.js";
import { limitProblems } from "./formats/limits.js";
import type { ImageSet } from "./image-set.js";
import type { LabeledImages } from "./labeled-images.js";
import { abortSignal, checkOptions, instance } from "./option-checks.js";
import { type DatasetId, type DatasetPlace, sources, sourcesByPrefix } from "./sources/index.js";
import type { PlaceSource } from "./sources/place.js";
import type {
  DatasetInfo,
  DatasetPart,
  DatasetSource,
  LoadedDataset,
  LoadOptions,
  SpecialOption,
  Superclasses,
} from "./sources/source.js";

/**
 * Loads a data set by id, from a folder, the cache or the network, or draws it when it is synthetic.
 *
 * ```ts
 * const { train, test } = await loadDataset("mnist", { dataDir: "data/mnist" });
 * ```
 *
 * @throws UnknownDatasetError, with the nearest id
 * @throws DatasetFilesMissingError when files are missing and may not be fetched
 * @throws DatasetDownloadError when no server gave the right file
 * @throws DatasetFormatError when a file is damaged
 * @throws DatasetStorageError when a folder cannot be read or written
 * @throws DatasetOptionsError when options are unknown or wrong, or do not fit the data set, all at once
 */
export async function loadDataset<Split extends DatasetPart | undefined = undefined>(
  id: "cifar100",
  options: LoadOptions<Split> & { readonly labels: "both" },
): Promise<LoadedDataset<LabeledImages, Split> & { readonly superclasses: Superclasses }>;
export async function loadDataset<Split extends DatasetPart | undefined = undefined>(
  id: DatasetId,
  options?: LoadOptions<Split>,
): Promise<LoadedDataset<LabeledImages, Split>>;
export async function loadDataset<Split extends DatasetPart | undefined = undefined>(
  id: string,
  options?: LoadOptions<Split>,
): Promise<LoadedDataset<ImageSet, Split>>;
export async function loadDataset<Split extends DatasetPart | undefined = undefined>(
  id: string,
  options: LoadOptions<Split> = {},
): Promise<LoadedDataset<ImageSet, Split>> {
  const source = placeOf(id) ?? known(id);
  const taken = "info" in source ? source.info.options : source.options;
  checkOptions(`loadDataset("${id}")`, options, CHECKS, () => problemsOf(taken, options));
  options.signal?.throwIfAborted();
  return source.load(options);
}

/**
 * What is known about a data set without loading it.
 *
 * @throws UnknownDatasetError, with the nearest id
 * @throws Error when the id names a place, as in `folder:PATH`: then it has to be loaded
 */
export function datasetInfo(id: string): DatasetInfo {
  if (placeOf(id) === undefined) return known(id).info;
  throw new Error(
    `[imgcls/datasets] datasetInfo: nothing is known of "${id}" before it is loaded. Use loadDataset.`,
  );
}

/** All data sets that can be loaded. */
export const listDatasets = (): DatasetInfo[] => Object.values(sources).map(({ info }) => info);

/** For an id that says where the images are, as in `folder:PATH`. */
function placeOf(id: string): PlaceSource | undefined {
  const colon = id.indexOf(":");
  const prefix = id.slice(0, Math.max(0, colon));
  if (!Object.hasOwn(sourcesByPrefix, prefix)) return undefined;
  return sourcesByPrefix[prefix as DatasetPlace](id.slice(colon + 1));
}

function known(id: string): DatasetSource {
  if (Object.hasOwn(sources, id)) return sources[id as DatasetId];
  const known = Object.keys(sources);
  throw new UnknownDatasetError(id, known, nearest(id.toLowerCase(), known));
}

const SPECIAL: readonly SpecialOption[] = ["seed", "trainSize", "testSize", "labels", "images"];

const CHECKS: Checks<LoadOptions> = {
  split: oneOf("train", "test"),
  dataDir: text,
  files: instance("Map", "a Map of file names to bytes"),
  cacheDir: text,
  offline: flag,
  signal: abortSignal,
  onProgress: func,
  limits: object,
  seed: finite,
  trainSize: count,
  testSize: count,
  labels: oneOf("fine", "coarse", "both"),
  images: object,
};

/** Options that this data set does not have, or that do not fit each other. */
function problemsOf(taken: readonly SpecialOption[], options: LoadOptions): string[] {
  const problems: string[] = SPECIAL.filter(
    // A seed drives a whole training run; data sets without chance in them ignore it.
    (name) => name !== "seed" && options[name] !== undefined && !taken.includes(name),
  ).map((name) => `this data set has no option ${name}`);
  if (options.files !== undefined && options.dataDir !== undefined) {
    problems.push("expected dataDir or files, received both");
  }
  return [...problems, ...limitProblems(options.limits)];
}
