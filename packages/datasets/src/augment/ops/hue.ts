import type { ImageShape } from "../../labeled-images.js";
import type { PixelOperation } from "./pixel-operation.js";

/** The hue circle has 256 steps in six sections, of which the last step begins anew; where in which each step is. */
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
  const red = image[i]!;
  const green = image[i + 1]!;
  const blue = image[i + 2]!;
  const value = Math.max(red, green, blue);
  const spread = value - Math.min(red, green, blue);
  const saturation = spread === 0 ? 0 : (Math.fround(spread / value) * 255) | 0;
  if (saturation === 0) {
    setColour(out, i, value, value, value);
    return;
  }
  const turned = (hueOf(red, green, blue, value, spread) + shift) & 255;
  const fraction = FRACTION[saturation]!;
  const place = PLACE[turned]!;
  const low = (value * (1 - fraction) + 0.5) | 0;
  const falling = (value * (1 - Math.fround(fraction * place)) + 0.5) | 0;
  const rising = (value * (1 - fraction * (1 - place)) + 0.5) | 0;
  const section = SECTION[turned]!;
  if (section === 1) setColour(out, i, falling, value, low);
  else if (section === 2) setColour(out, i, low, value, rising);
  else if (section === 3) setColour(out, i, low, falling, value);
  else if (section === 4) setColour(out, i, rising, low, value);
  else if (section === 5) setColour(out, i, value, low, falling);
  else setColour(out, i, value, rising, low);
}

function setColour(out: Uint8Array, i: number, red: number, green: number, blue: number): void {
  out[i] = red;
  out[i + 1] = green;
  out[i + 2] = blue;
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
