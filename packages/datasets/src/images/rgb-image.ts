import { type DecodeOptions, type Rgb, WHITE } from "./decode-options.js";
import { finishPixels } from "./finish-pixels.js";
import { type Placement, placement } from "./placement.js";
import { resizeBilinear } from "./resize.js";

/** A decoded picture of any size. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  /** `[height, width, 3]` */
  readonly pixels: Uint8Array;
}

/** Brings a picture to the size, channels and colours that the options ask for. */
export function fitted(image: RgbImage, options: DecodeOptions): Uint8Array {
  const { shape, fit = "fill" } = options;
  const place = placement(fit, image, { width: shape[1], height: shape[0] });
  const { source, target } = place;
  const rgb = resizeBilinear(
    cut(image, source),
    [source.height, source.width, 3],
    [target.height, target.width],
  );
  return finishPixels(rgb, place, options);
}

function cut({ width, height, pixels }: RgbImage, box: Placement["source"]): Uint8Array {
  if (box.width === width && box.height === height) return pixels;
  const part = new Uint8Array(box.width * box.height * 3);
  for (let y = 0; y < box.height; y++) {
    const start = ((box.top + y) * width + box.left) * 3;
    part.set(pixels.subarray(start, start + box.width * 3), y * box.width * 3);
  }
  return part;
}

/**
 * What is seen of a picture with transparent parts.
 *
 * @param rgba `[…, 4]`, colours not multiplied by alpha
 * @returns `[…, 3]`
 */
export function overBackground(rgba: Uint8Array, background: Rgb = WHITE): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    const alpha = rgba[from + 3]!;
    for (let channel = 0; channel < 3; channel++) {
      const level = rgba[from + channel]! * alpha + background[channel]! * (255 - alpha);
      rgb[to++] = (level + 127) / 255;
    }
  }
  return rgb;
}

/** @throws Error when a picture has more than `maxPixels` */
export function requireFewPixels(
  { width, height }: { readonly width: number; readonly height: number },
  maxPixels: number,
): void {
  if (width * height <= maxPixels) return;
  throw new Error(`it has ${width} × ${height} pixels, more than maxPixels, ${maxPixels}`);
}
