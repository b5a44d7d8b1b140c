import type { ImageShape } from "../../labeled-images.js";
import type { PixelOperation } from "./pixel-operation.js";

/** The hue circle has 256 steps in six sections, of which the last step begins anew; where in which each step is. */
const SECTION = Uint8Array.from({ length: 256 }, (_, hue) => Math.floor((hue * 6) / 255));
const PLACE = Float32Array.from({ length: 256 }, (_, hue) => (hue * 6) / 255 - SECTION[hue]!);
/** Which of the four levels of `turnHue` each channel has in each section: tables, as branches would be guessed wrong. */
const RED = Uint8Array.of(0, 2, 1, 1, 3, 0, 0);
const GREEN = Uint8Array.of(3, 0, 0, 2, 1, 1, 3);
const BLUE = Uint8Array.of(1, 1, 3, 0, 0, 2, 1);
/** Saturations 0..255 as 0..1. */
const FRACTION = Float32Array.from({ length: 256 }, (_, saturation) => saturation / 255);

/**
 * Turns the hue circle by `factor` of a whole turn, −0.5..0.5. A grey image stays as it is. Goes by way of 8-bit
 * hue, saturation and value with the roundings of Pillow: equals torchvision on Pillow images in every byte.
 */
export function hue([, , channels]: ImageShape): PixelOperation {
  if (channels === 1) return (image, out) => out.set(image);
  const levels = new Uint8Array(4);
  return (image, out, factor) => {
    const shift = Math.trunc(factor * 255);
    for (let i = 0; i < image.length; i += 3) turnHue(image, out, i, shift, levels);
  };
}

/** @param levels memory for the brightest, the darkest, the falling and the rising channel */
function turnHue(image: Uint8Array, out: Uint8Array, i: number, shift: number, levels: Uint8Array): void {
  const red = image[i]!;
  const green = image[i + 1]!;
  const blue = image[i + 2]!;
  const value = Math.max(red, green, blue);
  const spread = value - Math.min(red, green, blue);
  const saturation = spread === 0 ? 0 : (Math.fround(spread / value) * 255) | 0;
  if (saturation === 0) {
    out[i] = value;
    out[i + 1] = value;
    out[i + 2] = value;
    return;
  }
  const turned = (hueOf(red, green, blue, value, spread) + shift) & 255;
  const fraction = FRACTION[saturation]!;
  const place = PLACE[turned]!;
  const low = (value * (1 - fraction) + 0.5) | 0;
  const falling = (value * (1 - Math.fround(fraction * place)) + 0.5) | 0;
  const rising = (value * (1 - fraction * (1 - place)) + 0.5) | 0;
  levels[0] = value;
  levels[1] = low;
  levels[2] = falling;
  levels[3] = rising;
  const section = SECTION[turned]!;
  out[i] = levels[RED[section]!]!;
  out[i + 1] = levels[GREEN[section]!]!;
  out[i + 2] = levels[BLUE[section]!]!;
}

/** 0..255, the whole circle. */
function hueOf(red: number, green: number, blue: number, value: number, spread: number): number {
  const fromGreen = Math.fround((value - green) / spread);
  const fromBlue = Math.fround((value - blue) / spread);
  let sixths: number;
  if (red === value) {
    sixths = Math.fround(fromBlue - fromGreen);
  } else {
    const fromRed = Math.fround((value - red) / spread);
    sixths = green === value ? Math.fround(2 + fromRed - fromBlue) : Math.fround(4 + fromGreen - fromRed);
  }
  const turns = sixths / 6 + 1;
  return (Math.fround(turns >= 1 ? turns - 1 : turns) * 255) | 0;
}
