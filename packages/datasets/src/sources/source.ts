import type { RemoteFile, UnreadableImage } from "../errors.js";
import type { DownloadProgress } from "../files/download.js";
import type { ImageFolderOptions } from "../folder/image-folder-options.js";
import type { LeftOut } from "../folder/left-out.js";
import type { ArchiveLimits } from "../formats/limits.js";
import type { ImageSet } from "../image-set.js";
import type { ImageShape } from "../labeled-images.js";

/** The parts that every data set has. */
export type DatasetPart = "train" | "test";

/** What the parts of a data set have in common. `folder:PATH` and `zip:FILE` say what they left out, too. */
export interface DatasetHeader<Images extends ImageSet = ImageSet> extends Partial<LeftOut> {
  readonly id: string;
  readonly shape: ImageShape;
  readonly classNames: readonly string[];
  /** Only data sets that come with one have it. */
  readonly validation?: Images;
  /** `cifar100` with `labels: "both"` only. */
  readonly superclasses?: Superclasses;
  /** `folder:PATH` and `zip:FILE` with `onBadImage: "skip"` only: what was left out. */
  readonly skipped?: readonly UnreadableImage[];
}

/**
 * A coarser set of classes. `classOf[label]` is the index in `classNames` of the superclass that a class
 * belongs to, so `Int32Array.from(labels, (label) => classOf[label])` gives the coarse labels of any images.
 */
export interface Superclasses {
  readonly classNames: readonly string[];
  /** `[classes]` */
  readonly classOf: Int32Array;
}

/** A training set and a test set of the same shape and classes, or one of them. */
export type Dataset<
  Images extends ImageSet = ImageSet,
  Part extends DatasetPart = DatasetPart,
> = DatasetHeader<Images> & { readonly [Name in Part]: Images };

/** The parts that `split` asks for; without it both. */
export type PartsOf<
  Images extends ImageSet,
  Split extends DatasetPart | undefined,
> = Split extends DatasetPart
  ? { readonly [Name in Split]: Images }
  : { readonly [Name in DatasetPart]: Images };

/** What `loadDataset` gives for an option `split`. */
export type LoadedDataset<
  Images extends ImageSet,
  Split extends DatasetPart | undefined,
> = DatasetHeader<Images> & PartsOf<Images, Split>;

export interface LoadOptions<Split extends DatasetPart | undefined = DatasetPart | undefined> {
  /** Load only this part. Default: both. */
  readonly split?: Split;
  /**
   * Folder that has the data set's files, or will keep them: when it has none of them, they are fetched
   * into it. Default: the cache.
   */
  readonly dataDir?: string;
  /**
   * The data set's files by name, instead of a folder: what a page has when people drop files on it.
   * Nothing is fetched or kept.
   */
  readonly files?: ReadonlyMap<string, Uint8Array>;
  /** Cache folder. Default: IMGCLS_CACHE_DIR, else the platform's cache folder. */
  readonly cacheDir?: string;
  /** Never touch the network. Default: whether IMGCLS_OFFLINE is 1. */
  readonly offline?: boolean;
  /** Ends a download; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: DownloadProgress) => void;
  /** What packed files may claim. Default: `DEFAULT_LIMITS`, far above what the known data sets need. */
  readonly limits?: ArchiveLimits;
  /** Synthetic data sets only. Default 0. */
  readonly seed?: number;
  /** Number of images; synthetic data sets only. Default as in `datasetInfo(id).trainSize`. */
  readonly trainSize?: number;
  /** Number of images; synthetic data sets only. Default as in `datasetInfo(id).testSize`. */
  readonly testSize?: number;
  /**
   * `cifar100` only: 100 classes, their 20 superclasses, or the 100 classes with `superclasses` beside them.
   * Default `"fine"`.
   */
  readonly labels?: "fine" | "coarse" | "both";
  /** `folder:PATH` and `zip:FILE` only: what `imageFolder` and `imageZip` take, such as the size. */
  readonly images?: ImageFolderOptions;
}

export interface DatasetInfo {
  readonly id: string;
  readonly title: string;
  /** One or two sentences, with the source. */
  readonly description: string;
  readonly shape: ImageShape;
  readonly classes: number;
  readonly classNames: readonly string[];
  readonly trainSize: number;
  readonly testSize: number;
  /** What is downloaded; empty for a synthetic data set. */
  readonly files: readonly RemoteFile[];
  /** Options of `LoadOptions` that only some data sets have, and this one has. */
  readonly options: readonly SpecialOption[];
}

export type SpecialOption = "seed" | "trainSize" | "testSize" | "labels" | "images";

/** Where a data set comes from and how it becomes arrays. One file in this folder, one row in `index.ts`. */
export interface DatasetSource<Images extends ImageSet = ImageSet> {
  readonly info: DatasetInfo;
  /** The options are valid already. */
  load<Split extends DatasetPart | undefined = undefined>(
    options: LoadOptions<Split>,
  ): Promise<LoadedDataset<Images, Split>>;
}

/** The parts to load for an option `split`. */
export const partsToLoad = (split: DatasetPart | undefined): readonly DatasetPart[] =>
  split === undefined ? ["train", "test"] : [split];

/** The parts that `split` asks for, each as `load` gives it. */
export async function loadParts<Images extends ImageSet, Split extends DatasetPart | undefined>(
  split: Split | undefined,
  load: (part: DatasetPart) => Images | Promise<Images>,
): Promise<PartsOf<Images, Split>> {
  const parts = partsToLoad(split).map(async (part) => [part, await load(part)] as const);
  return Object.fromEntries(await Promise.all(parts)) as PartsOf<Images, Split>;
}
