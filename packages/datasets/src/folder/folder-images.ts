import { imageDimensionsFromData } from "image-dimensions";
import { ImageDecodeError, type UnreadableImage, UnreadableImagesError } from "../errors.js";
import { createLazyImages, type LazyImages, type StoredSize } from "../image-set.js";
import { type ImageShape, pixelsPerImage } from "../labeled-images.js";
import type { LabeledFiles } from "./class-folders.js";
import type { ImageFiles } from "./image-files.js";
import { inParallel } from "./in-parallel.js";
import type { PixelReader } from "./pixel-reader.js";

/** Images of a folder or archive, decoded when they are read. */
export interface FolderImages extends LazyImages {
  /** Where the image at an index is, below the folder or in the archive. */
  pathOf(index: number): string;
  sizeOf(index: number): Promise<StoredSize | undefined>;
}

/** What the parts of a folder or archive have in common. */
export interface DecodedFiles {
  readonly files: ImageFiles;
  readonly shape: ImageShape;
  readonly read: PixelReader;
  /** Images that are decoded at a time. */
  readonly atOnce: number;
}

/**
 * The images at these positions as a data set. When one does not decode, all files are tried, so that the
 * error can name every one that does not.
 */
export function folderImages(
  decoded: DecodedFiles,
  { positions, labels }: LabeledFiles,
  classNames: readonly string[],
): FolderImages {
  const { files, shape, read, atOnce } = decoded;
  const pixels = pixelsPerImage(shape);
  const images = createLazyImages({
    shape,
    classNames,
    labels,
    async read(indices, out, signal, decode) {
      try {
        await inParallel(indices.length, atOnce, async (i) => {
          signal?.throwIfAborted();
          await read(positions[indices[i]!]!, out.subarray(i * pixels, (i + 1) * pixels), decode);
        });
      } catch (cause) {
        if (!(cause instanceof ImageDecodeError)) throw cause;
        const unreadable = [...(await findUnreadable(decoded, signal)).values()];
        // It may have been a passing fault, of a network disk, say.
        if (unreadable.length === 0) throw cause;
        throw new UnreadableImagesError(files.location, unreadable, { cause });
      }
    },
  });
  return {
    ...images,
    pathOf: (index) => files.paths[positions[index]!]!,
    sizeOf: async (index) => imageDimensionsFromData(await files.read(positions[index]!)),
  };
}

/** Decodes every file; those that do not decode, by position. */
export async function findUnreadable(
  { files, shape, read, atOnce }: DecodedFiles,
  signal?: AbortSignal,
): Promise<ReadonlyMap<number, UnreadableImage>> {
  const found = new Map<number, UnreadableImage>();
  await inParallel(files.paths.length, atOnce, async (position) => {
    signal?.throwIfAborted();
    try {
      await read(position, new Uint8Array(pixelsPerImage(shape)));
    } catch (error) {
      if (!(error instanceof ImageDecodeError)) throw error;
      found.set(position, { path: error.file, reason: error.reason });
    }
  });
  return new Map([...found].sort(([a], [b]) => a - b));
}
