import type { ImageSet } from "../image-set.js";

/** Where an image is in a data set. */
export interface ImagePlace {
  /** The name of its part, such as "train". */
  readonly part: string;
  /** Its position in that part. */
  readonly index: number;
  /** Its class index. */
  readonly label: number;
  /** Where images are files: below the folder or in the archive. */
  readonly path?: string;
}

/** The place of the image at a position of a part. */
export function placeOf(images: ImageSet, part: string, index: number): ImagePlace {
  const path = "pathOf" in images ? images.pathOf?.(index) : undefined;
  return { part, index, label: images.labels[index]!, ...(path !== undefined && { path }) };
}
