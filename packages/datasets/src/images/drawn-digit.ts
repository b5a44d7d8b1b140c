// A photographed or scanned digit in MNIST's form. MNIST's own digits were scaled into a box of 20×20 with their
// proportions kept, light on dark, and placed so that their centre of mass is the centre of 28×28.
import type { ImageShape } from "../labeled-images.js";
import { decodeImage } from "./decode-image.js";
import { resizeBilinear } from "./resize.js";

/** Whether light and dark change places: where the border is light ("auto"), "always" or "never". */
export type Invert = "auto" | "always" | "never";

export interface DrawnDigitOptions {
  /** Side of the result. Default 28. */
  readonly size?: number;
  /** Default "auto". */
  readonly invert?: Invert;
}

export interface DrawnDigit {
  /** `[size, size]`, 0..255, light on dark. */
  readonly pixels: Uint8Array;
  /** Whether light and dark have changed places. */
  readonly inverted: boolean;
}

/** Shares of the side of MNIST's images. */
const BOX = 20 / 28;
const LINE_WIDTH = 2.2 / 28;
/** A line is drawn this much finer than the result, so that it can be made a little wider. */
const FINE = 4;
/** Of the darkest ink: less is paper, its shadows and noise. */
const FAINTEST_INK = 0.3;
/** Grey levels between paper and ink that a drawing has at least. */
const LEAST_CONTRAST = 24;
/** Side of the picture that is worked on: enough for a digit that fills a tenth of it. */
const WORKING_SIDE = 280;

/**
 * Finds the ink, crops to it, scales it into MNIST's box, widens lines that would vanish, and centres it by mass. An
 * image without ink gives a dark one.
 *
 * @param grey `[height, width]`, 0..255
 */
export function asDrawnDigit(
  grey: Uint8Array,
  [height, width]: readonly [height: number, width: number] | ImageShape,
  { size = 28, invert = "auto" }: DrawnDigitOptions = {},
): DrawnDigit {
  const paper = median(borderOf(grey, height, width));
  const inverted = invert === "always" || (invert === "auto" && paper > 127);
  const ink = inkOf(inverted ? grey.map((level) => 255 - level) : grey, inverted ? 255 - paper : paper);
  const box = boundingBox(ink, height, width);
  if (box === undefined) return { pixels: new Uint8Array(size * size), inverted };
  const fine = scaledInto(ink, width, box, Math.round(BOX * size * FINE));
  const lines = widened(fine, LINE_WIDTH * size * FINE);
  return { pixels: centred(lines, size), inverted };
}

/**
 * Reads an image file as `asDrawnDigit` makes it. Parts that are transparent are white paper.
 *
 * @param file path (in a browser: URL), or the bytes of the file
 * @throws ImageDecodeError as `decodeImage`
 */
export async function decodeDrawnDigit(
  file: string | Uint8Array,
  options: DrawnDigitOptions = {},
): Promise<DrawnDigit> {
  // The borders that make it a square continue its own.
  const small = await decodeImage(file, { shape: [16, 16, 1] });
  const paper = median(borderOf(small, 16, 16));
  const shape = [WORKING_SIDE, WORKING_SIDE, 1] as const;
  const grey = await decodeImage(file, { shape, fit: "contain", background: [paper, paper, paper] });
  return asDrawnDigit(grey, shape, options);
}

/** An image with one channel, one row after the other. */
interface Grey {
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
}

function borderOf(grey: Uint8Array, height: number, width: number): Uint8Array {
  const sides = Array.from({ length: height }, (_, y) => [grey[y * width]!, grey[(y + 1) * width - 1]!]);
  return Uint8Array.from([
    ...grey.subarray(0, width),
    ...grey.subarray((height - 1) * width),
    ...sides.flat(),
  ]);
}

const median = (levels: Uint8Array): number => levels.toSorted()[levels.length >> 1]!;

/** 0..1: what stands out from the paper, in shares of the strongest ink. */
function inkOf(levels: Uint8Array, paper: number): Float32Array {
  const strongest = levels.reduce((most, level) => Math.max(most, level), 0);
  const contrast = Math.max(LEAST_CONTRAST, strongest - paper);
  return Float32Array.from(levels, (level) => {
    const share = (level - paper) / contrast;
    return share < FAINTEST_INK ? 0 : share;
  });
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function boundingBox(ink: Float32Array, height: number, width: number): Box | undefined {
  let [left, right, top, bottom] = [width, -1, height, -1];
  ink.forEach((value, at) => {
    if (value === 0) return;
    const [x, y] = [at % width, Math.floor(at / width)];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  });
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** The box of ink with its longer side of this length; its strongest ink is 1 again. */
function scaledInto(ink: Float32Array, stride: number, box: Box, length: number): Grey {
  const scale = length / Math.max(box.width, box.height);
  const [height, width] = [box.height, box.width].map((side) => Math.max(1, Math.round(side * scale)));
  const cut = Uint8Array.from({ length: box.width * box.height }, (_, at) => {
    const [x, y] = [at % box.width, Math.floor(at / box.width)];
    return Math.round(255 * ink[(box.top + y) * stride + box.left + x]!);
  });
  const scaled = resizeBilinear(cut, [box.height, box.width, 1], [height!, width!]);
  const strongest = Math.max(
    1,
    scaled.reduce((most, level) => Math.max(most, level), 0),
  );
  return { values: Float32Array.from(scaled, (level) => level / strongest), height: height!, width: width! };
}

/** Lines that are thinner than `wanted` grow to it, by the largest value around each pixel. */
function widened(image: Grey, wanted: number): Grey {
  const radius = Math.floor((wanted - lineWidth(image)) / 2);
  if (radius < 1) return image;
  const [height, width] = [image.height + 2 * radius, image.width + 2 * radius];
  const values = new Float32Array(height * width);
  image.values.forEach((value, at) => {
    if (value === 0) return;
    const [x, y] = [at % image.width, Math.floor(at / image.width)];
    for (let dy = -radius; dy <= radius; dy++) {
      const reach = Math.floor(Math.sqrt(radius * radius - dy * dy));
      for (let dx = -reach; dx <= reach; dx++) {
        const to = (y + radius + dy) * width + x + radius + dx;
        values[to] = Math.max(values[to]!, value);
      }
    }
  });
  return { values, height, width };
}

/** Mean width of the lines: a long line has two edges, so it is twice its area by its edge. */
function lineWidth({ values, height, width }: Grey): number {
  const isInk = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < width && y < height && values[y * width + x]! >= 0.5;
  let [area, edge] = [0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!isInk(x, y)) continue;
      area++;
      if (!(isInk(x - 1, y) && isInk(x + 1, y) && isInk(x, y - 1) && isInk(x, y + 1))) edge++;
    }
  }
  // A line of one or two pixels is all edge.
  return area === 0 ? 0 : edge === area ? 1.5 : (2 * area) / edge;
}

/** `FINE` times smaller, with the centre of mass in the middle of `[size, size]`. */
function centred({ values, width }: Grey, size: number): Uint8Array {
  let [mass, sumX, sumY] = [0, 0, 0];
  values.forEach((value, at) => {
    mass += value;
    sumX += value * (at % width);
    sumY += value * Math.floor(at / width);
  });
  const middle = (size * FINE - 1) / 2;
  const left = Math.round(middle - sumX / mass);
  const top = Math.round(middle - sumY / mass);
  const sums = new Float32Array(size * size);
  values.forEach((value, at) => {
    const x = Math.floor((left + (at % width)) / FINE);
    const y = Math.floor((top + Math.floor(at / width)) / FINE);
    if (x >= 0 && y >= 0 && x < size && y < size) sums[y * size + x]! += value;
  });
  // A little more than the mean: MNIST's lines are white inside and grey at their edges only.
  return Uint8Array.from(sums, (sum) => Math.min(255, Math.round((1.15 * 255 * sum) / FINE ** 2)));
}
