/** How an image of other proportions is brought to the size wanted. */
export type Fit = "fill" | "cover" | "contain";

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Box extends Size {
  readonly left: number;
  readonly top: number;
}

/** Which part of an image goes where: `source` is cut out and resized to the size of `target`. */
export interface Placement {
  /** In pixels of the image. */
  readonly source: Box;
  /** In pixels of the result; what it leaves free is background. */
  readonly target: Box;
}

/**
 * The same on every platform, in whole pixels: "cover" cuts out the largest part in the middle that has the
 * proportions wanted (as Keras's `crop_to_aspect_ratio`), "contain" leaves borders of equal width (the odd
 * pixel right and below).
 */
export function placement(fit: Fit, image: Size, wanted: Size): Placement {
  const whole = { left: 0, top: 0, width: image.width, height: image.height };
  const everything = { left: 0, top: 0, ...wanted };
  if (fit === "fill") return { source: whole, target: everything };
  if (fit === "cover") return { source: largestInside(image, wanted), target: everything };
  return { source: whole, target: largestInside(wanted, image) };
}

/** The largest box with the proportions of `proportions` in the middle of `outer`. */
function largestInside({ width, height }: Size, proportions: Size): Box {
  const scale = Math.min(width / proportions.width, height / proportions.height);
  const inner = {
    width: Math.min(width, Math.max(1, Math.round(proportions.width * scale))),
    height: Math.min(height, Math.max(1, Math.round(proportions.height * scale))),
  };
  return {
    ...inner,
    left: Math.floor((width - inner.width) / 2),
    top: Math.floor((height - inner.height) / 2),
  };
}
