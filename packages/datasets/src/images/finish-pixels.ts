import { type DecodeOptions, WHITE } from "./decode-options.js";
import type { Placement } from "./placement.js";
import { toGrey } from "./to-grey.js";

/**
 * The last steps, alike on every platform: borders, grey, inversion.
 *
 * @param rgb the resized part, `[target height, target width, 3]`
 */
export function finishPixels(rgb: Uint8Array, { target }: Placement, options: DecodeOptions): Uint8Array {
  const { shape, background = WHITE, invert = false } = options;
  const [height, width, channels] = shape;
  const whole = target.width === width && target.height === height;
  const framed = whole ? rgb : withBorders(rgb, target, height, width, background);
  const pixels = channels === 1 ? toGrey(framed) : framed;
  return invert ? invertPixels(pixels) : pixels;
}

function withBorders(
  rgb: Uint8Array,
  { left, top, ...part }: Placement["target"],
  height: number,
  width: number,
  background: readonly number[],
): Uint8Array {
  const out = new Uint8Array(height * width * 3);
  for (let i = 0; i < out.length; i++) out[i] = background[i % 3]!;
  const row = part.width * 3;
  for (let y = 0; y < part.height; y++) {
    out.set(rgb.subarray(y * row, (y + 1) * row), ((top + y) * width + left) * 3);
  }
  return out;
}

/** In place: light becomes dark. */
function invertPixels(pixels: Uint8Array): Uint8Array {
  for (let i = 0; i < pixels.length; i++) pixels[i] = 255 - pixels[i]!;
  return pixels;
}
