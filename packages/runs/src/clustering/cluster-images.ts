/** Which images are alike? Groups of a data set's images that are found without their classes. */
import type { PresetName } from "@imgcls/architectures";
import {
  concat,
  type Dataset,
  type ImageSet,
  type ImageShape,
  placeOf,
  random,
  readImages,
  select,
} from "@imgcls/datasets";
import type { Projection } from "@imgcls/evaluation";
import type { KMeansProgress } from "@imgcls/transfer";
import { type DataAccess, loadData } from "../data/load-data.js";
import { isPlaceId } from "../data/place-id.js";
import { referenceOf } from "../data/without-excluded.js";
import { openBaseFeatures } from "../features/base-features.js";
import { openBase } from "../features/data-for-base.js";
import type { FeatureOptions, FeatureProgress } from "../features/feature-computer.js";
import type { EngineChooser } from "../training/options.js";
import { turn } from "../turn.js";
import { ClusteringError } from "./errors.js";
import { type ClusterMethod, grouped } from "./methods.js";
import { umap } from "./umap.js";

export interface ClusterImagesRequest extends DataAccess, Pick<FeatureOptions, "cache" | "onNote"> {
  /** How many groups. Default: as many as there are classes. */
  readonly clusters?: number | undefined;
  /** Default "k-means". */
  readonly method?: ClusterMethod | undefined;
  /** A network, or an ONNX file, whose features are compared. Default: none, pixels are. */
  readonly base?: PresetName | (string & {}) | undefined;
  /** Of `base`: "imagenet", an id of `listWeights`, a file, or its bytes. Default "imagenet". */
  readonly weights?: string | Uint8Array | undefined;
  /** So many images, chosen at random. Default: all, of training and test. */
  readonly limit?: number | undefined;
  /** How images become points in a plane. Default "pca", which the page of clusters computes by itself. */
  readonly projection?: "pca" | "umap" | undefined;
  /** Of that choice, of where k-means begins, and of UMAP. Default 0. */
  readonly seed?: number | undefined;
  readonly onBadImage?: "error" | "skip" | undefined;
  readonly engine?: EngineChooser | undefined;
  readonly onData?: ((data: Dataset) => void) | undefined;
  readonly onFeatures?: ((progress: FeatureProgress) => void) | undefined;
  /** Of k-means the rounds of each start; of a tree the share of distances that are there. */
  readonly onRound?: ((progress: KMeansProgress) => void) | undefined;
  readonly onDistances?: ((share: number) => void) | undefined;
}

export interface ClusteredImages {
  /** As they are compared; your own, for looking at, in another size with `readShown`. */
  readonly images: ImageSet;
  /** `[images]`: the file's path, or the part and position in it, such as "test/17". */
  readonly names: readonly string[];
  /** Whether their classes are known. */
  readonly isLabeled: boolean;
  readonly clusters: number;
  /** `[images]`, from 0; the largest cluster first. */
  readonly assignments: Int32Array;
  /** `[images]`, from the centre of the cluster. */
  readonly distances: Float64Array;
  /** `[images, width]`, what was compared. */
  readonly features: Float32Array;
  readonly width: number;
  /** Where "umap" was asked for. */
  readonly projection?: Projection;
  /** Images for people, by position, and their size. */
  readShown(indices: readonly number[]): Promise<{ images: Map<number, Uint8Array>; shape: ImageShape }>;
}

/** Your own images, compared by pixels: more tells little about what is alike, and takes long. */
const PIXELS: ImageShape = [32, 32, 3];
/** Of them, for people. */
const SHOWN: ImageShape = [128, 128, 3];

/**
 * Groups of a data set's images, by their pixels (0 to 1) or by the features of a base, which are kept for the next time. Classes are
 * not looked at.
 *
 * @throws ClusteringError where there cannot be so many groups; PretrainedError, WeightsError, and what loading throws
 */
export async function clusterImages(
  dataset: string,
  request: ClusterImagesRequest,
): Promise<ClusteredImages> {
  const { seed = 0, signal, method = "k-means" } = request;
  const base = request.base === undefined ? undefined : await baseOf(request.base, request);
  const open = (shape: ImageShape) => openAll(dataset, shape, request);
  const { data, all, names } = await open(base?.shape ?? PIXELS);
  request.onData?.(data);
  const chosen = positionsOf(all.length, request.limit, seed);
  const images = select(all, chosen);
  const isLabeled = images.classNames.length > 1;
  const clusters = request.clusters ?? (isLabeled ? images.classNames.length : undefined);
  requirePossible(clusters, images.length);
  const { features, width } = base === undefined ? await pixelsOf(images) : await base.features(images);
  const { assignments, distances } = await grouped(features, {
    ...{ width, clusters: clusters!, method, seed },
    onRound: async (progress) => {
      request.onRound?.(progress);
      await turn(signal);
    },
    onDistances: async (share) => {
      request.onDistances?.(share);
      await turn(signal);
    },
  });
  const projection =
    request.projection === "umap" ? await umap(features, { width, seed, signal }) : undefined;
  return {
    ...(projection && { projection }),
    ...{ images, isLabeled, clusters: clusters!, assignments, distances, features, width },
    names: chosen.map((position) => names[position]!),
    async readShown(indices) {
      const shown = isPlaceId(dataset) ? select((await open(SHOWN)).all, chosen) : images;
      const bytes = shown.shape.reduce((product, extent) => product * extent, 1);
      const pixels = await readImages(shown, indices, undefined, signal);
      return {
        images: new Map(indices.map((index, i) => [index, pixels.subarray(i * bytes, (i + 1) * bytes)])),
        shape: shown.shape,
      };
    },
  };
}

/** What a base needs, read before the images are: a missing file is known then. */
async function baseOf(base: string, request: ClusterImagesRequest) {
  const { engine, cache, onNote, onFeatures, signal } = request;
  const { file, shape } = await openBase({ ...request, base });
  return {
    shape,
    async features(images: ImageSet) {
      const computer = await openBaseFeatures({ file, shape: images.shape }, { engine, cache, onNote });
      try {
        const features = await computer.features(images, { signal, onProgress: onFeatures });
        return { features, width: computer.width };
      } finally {
        await computer.dispose();
      }
    },
  };
}

/** Training, validation and test images, in the order in which the data set has them. */
async function openAll(dataset: string, shape: ImageShape, request: ClusterImagesRequest) {
  const { onBadImage } = request;
  const ways = isPlaceId(dataset) ? ({ fit: "cover", unlabeled: true, onBadImage } as const) : {};
  const data = await loadData({ dataset, ...ways }, shape, request);
  const parts = Object.entries({ train: data.train, validation: data.validation, test: data.test }).flatMap(
    ([part, images]) => (images === undefined ? [] : [[part, images] as const]),
  );
  const names = parts.flatMap(([part, images]) =>
    Array.from(images.labels, (_, i) => referenceOf(placeOf(images, part, i))),
  );
  return { data, all: concat(...parts.map(([, images]) => images)) as ImageSet, names };
}

/** Ascending. */
function positionsOf(length: number, limit: number | undefined, seed: number): number[] {
  const all = Uint32Array.from({ length }, (_, i) => i);
  if (limit === undefined || limit >= length) return [...all];
  return [...random(seed, "cluster").shuffle(all).subarray(0, limit)].sort((a, b) => a - b);
}

function requirePossible(clusters: number | undefined, images: number): void {
  if (clusters === undefined) {
    throw new ClusteringError([
      "these images have no classes: say how many clusters there shall be (--clusters N)",
    ]);
  }
  if (clusters > images) {
    throw new ClusteringError([
      `expected at most ${images} clusters of ${images} images, received ${clusters}`,
    ]);
  }
}

async function pixelsOf(images: ImageSet): Promise<{ features: Float32Array; width: number }> {
  const width = images.shape.reduce((product, extent) => product * extent, 1);
  const features = new Float32Array(images.length * width);
  const step = Math.max(1, Math.floor(2 ** 23 / width));
  for (let first = 0; first < images.length; first += step) {
    const indices = Uint32Array.from({ length: Math.min(step, images.length - first) }, (_, i) => first + i);
    const pixels = await readImages(images, indices);
    for (let i = 0; i < pixels.length; i++) features[first * width + i] = pixels[i]! / 255;
  }
  return { features, width };
}
