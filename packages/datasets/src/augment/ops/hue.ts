import type { ImageShape } from "../../labeled-images.js";
import type { PixelOperation } from "./pixel-operation.js";

/** The hue circle has 256 steps in six sections; where in which section each step is. */
const SECTION = Uint8Array.from({ length: 256 }, (_, hue) => Math.floor((hue * 6) / 255));
const PLACE = Float32Array.from({ length: 256 }, (_, hue) => (hue * 6) / 255 - SECTION[hue]!);
/** Saturations 0..255 as 0..1. */
const FRACTION = Float32Array.from({ length: 256 }, (_, saturation) => saturation / 255);

/**
 * Turns the hue circle by `factor` of a whole turn, −0.5..0.5. A grey image stays as it is. Goes by way of 8-bit
 * hue, saturation and value with the roundings of Pillow: equals torchvision on Pillow images in every byte.
 */
export function hue([, , channels]: ImageShape): PixelOperation {
  if (channels === 1) return (image, out) => out.set(image);
  return (image, out, factor) => {
    const shift = Math.trunc(factor * 255);
    for (let i = 0; i < image.length; i += 3) turnHue(image, out, i, shift);
  };
}

function turnHue(image: Uint8Array, out: Uint8Array, i: number, shift: number): void {
  const [red, green, blue] = [image[i]!, image[i + 1]!, image[i + 2]!];
  const value = Math.max(red, green, blue);
  const spread = value - Math.min(red, green, blue);
  const saturation = spread === 0 ? 0 : Math.trunc(Math.fround(spread / value) * 255);
  if (saturation === 0) {
    out[i] = value;
    out[i + 1] = value;
    out[i + 2] = value;
    return;
  }
  const turned = (hueOf(red, green, blue, value, spread) + shift) & 255;
  const fraction = FRACTION[saturation]!;
  const place = PLACE[turned]!;
  const low = Math.floor(value * (1 - fraction) + 0.5);
  const falling = Math.floor(value * (1 - Math.fround(fraction * place)) + 0.5);
  const rising = Math.floor(value * (1 - fraction * (1 - place)) + 0.5);
  const section = SECTION[turned]! % 6;
  out[i] = section === 0 || section === 5 ? value : section === 1 ? falling : section === 4 ? rising : low;
  out[i + 1] =
    section === 1 || section === 2 ? value : section === 3 ? falling : section === 0 ? rising : low;
  out[i + 2] =
    section === 3 || section === 4 ? value : section === 5 ? falling : section === 2 ? rising : low;
}

/** 0..255, the whole circle. */
function hueOf(red: number, green: number, blue: number, value: number, spread: number): number {
  const fromRed = Math.fround((value - red) / spread);
  const fromGreen = Math.fround((value - green) / spread);
  const fromBlue = Math.fround((value - blue) / spread);
  const sixths =
    red === value
      ? Math.fround(fromBlue - fromGreen)
      : green === value
        ? Math.fround(2 + fromRed - fromBlue)
        : Math.fround(4 + fromGreen - fromRed);
  return Math.trunc(Math.fround((sixths / 6 + 1) % 1) * 255);
}
