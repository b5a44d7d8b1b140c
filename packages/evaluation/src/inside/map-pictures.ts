/** What is found inside a network as pixels. */
import { EvaluationInputError } from "../errors.js";
import type { Picture } from "../report/thumbnail.js";
import { resized, type ValueMap } from "./value-map.js";

type Color = readonly [red: number, green: number, blue: number];

/** Matplotlib's "inferno" (CC0) at equal distances, from 0 to 1: its lightness grows evenly, so it also reads without colour. */
const HEAT: readonly Color[] = [
  [0, 0, 4],
  [31, 12, 72],
  [85, 15, 109],
  [136, 34, 106],
  [186, 54, 85],
  [227, 89, 51],
  [249, 140, 10],
  [249, 201, 50],
  [252, 255, 164],
];

/** How much of the colour is mixed in where a map is 1. */
const OPACITY = 0.75;
/** How dark the picture is where a map is 0. */
const DIMMED = 0.45;

/** A map from 0 to 1 in colours from black over red to light yellow, `[height, width, 3]`. */
export function heatPicture({ values, height, width }: ValueMap): Picture {
  const pixels = new Uint8Array(values.length * 3);
  for (const [i, value] of values.entries()) pixels.set(heatColor(value), i * 3);
  return { pixels, shape: [height, width, 3] };
}

/**
 * The image, dimmed and without colour, and on it a map from 0 to 1 in colours: the greater the value, the more of them. The
 * map may have another size.
 */
export function overlayPicture(map: ValueMap, { pixels, shape }: Picture): Picture {
  const [height, width, channels] = shape;
  const { values } = resized(map, height, width);
  const result = new Uint8Array(height * width * 3);
  for (const [i, value] of values.entries()) {
    const grey = DIMMED * greyOf(pixels, i * channels, channels) + (1 - DIMMED) * value * 255 * DIMMED;
    const share = OPACITY * Math.min(1, Math.max(0, value));
    const mixed = heatColor(value).map((heat) => Math.round((1 - share) * grey + share * heat));
    result.set(mixed, i * 3);
  }
  return { pixels: result, shape: [height, width, 3] };
}

/**
 * The filters of a first layer as pictures of `[height, width, channels]`: grey is 0, white the filter's greatest absolute
 * weight, black its opposite.
 *
 * @param kernel in the LayersModel's order, `[height, width, channels, filters]`
 * @throws EvaluationInputError for a kernel of another size
 */
export function filterPictures(
  kernel: Float32Array,
  [height, width, channels, filters]: readonly [
    height: number,
    width: number,
    channels: number,
    filters: number,
  ],
): Picture[] {
  const size = height * width * channels;
  if (kernel.length !== size * filters) {
    throw new EvaluationInputError("filterPictures", [
      `expected ${size * filters} weights for [${[height, width, channels, filters].join(", ")}], received ${kernel.length}`,
    ]);
  }
  return Array.from({ length: filters }, (_, filter) => {
    const own = Float32Array.from({ length: size }, (_, i) => kernel[i * filters + filter]!);
    const greatest = own.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) || 1;
    const pixels = Uint8Array.from(own, (weight) => Math.round(127.5 * (1 + weight / greatest)));
    return { pixels, shape: [height, width, channels] as const };
  });
}

function heatColor(value: number): number[] {
  const at = Math.min(1, Math.max(0, value)) * (HEAT.length - 1);
  const from = Math.min(HEAT.length - 2, Math.floor(at));
  const share = at - from;
  return HEAT[from]!.map((channel, i) => Math.round((1 - share) * channel + share * HEAT[from + 1]![i]!));
}

/** Rec. 601, as Pillow's "L"; of other numbers of channels the first. */
function greyOf(pixels: Uint8Array, at: number, channels: number): number {
  if (channels < 3) return pixels[at]!;
  return 0.299 * pixels[at]! + 0.587 * pixels[at + 1]! + 0.114 * pixels[at + 2]!;
}
