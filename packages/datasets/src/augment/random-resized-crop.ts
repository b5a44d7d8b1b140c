import { exponential } from "../elementary.js";
import type { ImageShape } from "../labeled-images.js";
import { naturalLog, type Random } from "../random.js";
import { define } from "./definition.js";
import { uniform, whole } from "./draws.js";
import { type Box, resizedCrop } from "./ops/resized-crop.js";
import {
  type Interpolation,
  interpolation,
  optional,
  type Range,
  range,
  size,
  withDefault,
} from "./parameters.js";

/** Cuts out a box of random area and aspect and resizes it, `torchvision.transforms.RandomResizedCrop`. */
export interface RandomResizedCrop {
  readonly type: "RandomResizedCrop";
  /** `[height, width]`, or one number for both. Default: the image's own size. */
  readonly size?: number | readonly [height: number, width: number] | null;
  /** Area of the box in parts of the image's, from, to. Default [0.08, 1]. */
  readonly scale?: Range;
  /** Width of the box by its height, from, to; its logarithm is drawn uniformly. Default [3/4, 4/3]. */
  readonly ratio?: Range;
  /** Default "bilinear", antialiased. */
  readonly interpolation?: Interpolation;
}

export const randomResizedCrop = (
  size: RandomResizedCrop["size"] = null,
  options: Omit<RandomResizedCrop, "type" | "size"> = {},
): RandomResizedCrop => ({ type: "RandomResizedCrop", ...(size === null ? {} : { size }), ...options });

export const ratioParameter = range("[from, to], width by height, above 0", (ratio) => ratio > 0);
export const areaParameter = range(
  "[from, to], parts of the area from 0 to 1",
  (part) => part >= 0 && part <= 1,
);

const outputShape = (
  { size }: { readonly size: readonly [height: number, width: number] | null },
  shape: ImageShape,
): ImageShape => (size === null ? shape : [size[0], size[1], shape[2]]);

export const randomResizedCropDefinition = define({
  parameters: {
    size: optional(size),
    scale: withDefault(areaParameter, [0.08, 1]),
    ratio: withDefault(ratioParameter, [3 / 4, 4 / 3]),
    interpolation: interpolation("bilinear"),
  },
  outputShape,
  compile: (values, shape) => {
    const resize = resizedCrop(shape, outputShape(values, shape), values.interpolation);
    const logRatio: Range = [naturalLog(values.ratio[0]), naturalLog(values.ratio[1])];
    const box: Box = { top: 0, left: 0, height: 0, width: 0 };
    return (image, out, { random }) => {
      if (!placeBox(box, random, shape, values.scale, logRatio)) setLargestBox(box, shape, values.ratio);
      resize(image, out, box);
    };
  },
});

const ATTEMPTS = 10;

/** A box of random area and aspect at a random place; false when ten of them did not fit. */
export function placeBox(
  box: Box,
  random: Random,
  [height, width]: ImageShape,
  scale: Range,
  logRatio: Range,
): boolean {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const area = height * width * uniform(random, scale);
    const ratio = exponential(uniform(random, logRatio));
    box.width = Math.round(Math.sqrt(area * ratio));
    box.height = Math.round(Math.sqrt(area / ratio));
    if (box.width < 1 || box.width > width || box.height < 1 || box.height > height) continue;
    box.top = whole(random, 0, height - box.height);
    box.left = whole(random, 0, width - box.width);
    return true;
  }
  return false;
}

/** The largest box in the middle whose aspect is allowed. */
function setLargestBox(box: Box, [height, width]: ImageShape, [narrowest, widest]: Range): void {
  const ratio = Math.min(widest, Math.max(narrowest, width / height));
  box.width = Math.max(1, Math.min(width, Math.round(height * ratio)));
  box.height = Math.max(1, Math.min(height, Math.round(width / ratio)));
  box.top = Math.floor((height - box.height) / 2);
  box.left = Math.floor((width - box.width) / 2);
}
