import { decodesAtOnce } from "#decode-image";
import { openDecodedCache } from "#decoded-cache";
import { cacheKeys, throughCache } from "../decoded-cache/decoded-cache.js";
import { DatasetFormatError, type UnreadableImage } from "../errors.js";
import { type ImageShape, pixelsPerImage } from "../labeled-images.js";
import { labelsAt } from "../sets/select.js";
import { splitIndices } from "../sets/split-indices.js";
import { type ClassFolders, classFolders, classFoldersIfAny, type LabeledFiles } from "./class-folders.js";
import { type DecodedFiles, type FolderImages, findUnreadable, folderImages } from "./folder-images.js";
import type { ImageFiles } from "./image-files.js";
import { type CompleteFolderOptions, decodeOptionsOf } from "./image-folder-options.js";
import type { LeftOut } from "./left-out.js";
import { decodingReader, keepInMemory, type PixelReader } from "./pixel-reader.js";

/** Your own images in folders by class, decoded when they are read. */
export interface ImageFolder extends LeftOut {
  readonly shape: ImageShape;
  readonly classNames: readonly string[];
  readonly train: FolderImages;
  /** When there is a folder for it beside one for the test set. */
  readonly validation?: FolderImages;
  /** Absent with `testFraction: 0` when there is no folder for it. */
  readonly test?: FolderImages;
  /** With `onBadImage: "skip"`: what was left out. */
  readonly skipped: readonly UnreadableImage[];
}

type Parts = ClassFolders["parts"];

/** Arranges files by class and part. */
export async function openImages(files: ImageFiles, options: CompleteFolderOptions): Promise<ImageFolder> {
  const arrange = options.unlabeled ? classFoldersIfAny : classFolders;
  const { classNames, parts: found } = arrange(files, options.classNames);
  const { shape, signal } = options;
  const decoded: DecodedFiles = {
    files,
    shape,
    read: keepInMemory(await reader(files, options), options.memoryCache),
    atOnce: decodesAtOnce,
  };
  const unreadable = options.onBadImage === "skip" ? await findUnreadable(decoded, signal) : new Map();
  const parts = withTestSet(files, without(found, unreadable), options);
  const images = Object.entries(parts).map(([part, labeled]) => [
    part,
    folderImages(decoded, labeled, classNames),
  ]);
  const { train, ...others }: Omit<ImageFolder, "shape" | "classNames" | "skipped" | keyof LeftOut> =
    Object.fromEntries(images);
  const arranged = Object.values(found).reduce((sum, { positions }) => sum + positions.length, 0);
  return {
    shape,
    classNames,
    train,
    ...others,
    skipped: [...unreadable.values()],
    leftOut: files.leftOut,
    withoutClass: files.paths.length - arranged,
  };
}

async function reader(files: ImageFiles, options: CompleteFolderOptions): Promise<PixelReader> {
  const { decodedCache = false, shape } = options;
  const decoding = decodeOptionsOf(options);
  const read = decodingReader(files, decoding);
  if (decodedCache === false) return read;
  const cache = await openDecodedCache({
    ...(await cacheKeys(files, decoding)),
    directory: decodedCache === true ? undefined : decodedCache,
    count: files.paths.length,
    bytesPerImage: pixelsPerImage(shape),
  });
  return throughCache(read, cache);
}

const without = (parts: Parts, positions: ReadonlyMap<number, unknown>): Parts =>
  Object.fromEntries(
    Object.entries(parts).map(([part, labeled]) => [
      part,
      choose(
        labeled,
        indicesWhere(labeled.positions, (position) => !positions.has(position)),
      ),
    ]),
  ) as unknown as Parts;

const indicesWhere = (positions: Uint32Array, accepts: (position: number) => boolean): Uint32Array =>
  Uint32Array.from(positions.keys()).filter((i) => accepts(positions[i]!));

const choose = (files: LabeledFiles, indices: Uint32Array): LabeledFiles => ({
  positions: Uint32Array.from(indices, (i) => files.positions[i]!),
  labels: labelsAt(files, indices),
});

/** People who have two folders test on the second, whatever its name. */
function withTestSet(
  { location }: ImageFiles,
  parts: Parts,
  { testFraction, seed }: CompleteFolderOptions,
): Parts {
  const { train, validation, test } = parts;
  if (test !== undefined) return parts;
  if (validation !== undefined) return { train, test: validation };
  if (testFraction === 0) return { train };
  const [rest, chosen] = splitIndices(train.labels, { fraction: 1 - testFraction, seed, stratified: true });
  if (rest.length === 0 || chosen.length === 0) {
    throw new DatasetFormatError(
      location,
      [`expected enough images for a test set of ${testFraction} of them, received ${train.labels.length}`],
      { advice: "Add images, or change testFraction." },
    );
  }
  return { train: choose(train, rest), test: choose(train, chosen) };
}
