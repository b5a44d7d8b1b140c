import { type ImageSet, isInMemory, type LazyImages, type Outcome } from "../image-set.js";
import { pixelsPerImage } from "../labeled-images.js";

export interface LabeledImage {
  /** `[height, width, channels]`, 0..255; shares memory with a data set in memory. */
  readonly image: Uint8Array;
  readonly label: number;
  readonly className: string;
}

/**
 * One image with its class. A promise of it for a lazy data set.
 *
 * @throws Error for a position outside
 */
export function getImage<Data extends ImageSet>(data: Data, index: number): Outcome<Data, LabeledImage> {
  if (!Number.isInteger(index) || index < 0 || index >= data.length) {
    throw new Error(
      `[imgcls/datasets] getImage: expected an index from 0 to ${data.length - 1}, received ${index}.`,
    );
  }
  const pixels = pixelsPerImage(data.shape);
  const label = data.labels[index]!;
  const withLabel = (image: Uint8Array): LabeledImage => ({
    image,
    label,
    className: data.classNames[label]!,
  });
  return (
    isInMemory(data)
      ? withLabel(data.images.subarray(index * pixels, (index + 1) * pixels))
      : readOne(data as LazyImages, index, new Uint8Array(pixels)).then(withLabel)
  ) as Outcome<Data, LabeledImage>;
}

async function readOne(data: LazyImages, index: number, out: Uint8Array): Promise<Uint8Array> {
  await data.read([index], out);
  return out;
}
