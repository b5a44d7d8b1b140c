import { encode } from "fast-png";

/** Height, width, channels. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** Pixels, 0..255, of one image. */
export interface Picture {
  readonly pixels: Uint8Array;
  readonly shape: ImageShape;
}

/** Longer sides are reduced: a page with 60 photographs should stay a few megabytes. */
const LONGEST_SIDE = 128;

/** PNG of the image as a `data:` URI, at most so many pixels on its longer side. */
export function toDataUri(picture: Picture, longestSide = LONGEST_SIDE): string {
  const { pixels, shape } = reduce(picture, longestSide);
  const [height, width, channels] = shape;
  const png = encode({ width, height, channels, depth: 8, data: pixels });
  return `data:image/png;base64,${btoa(String.fromCharCode(...png))}`;
}

/** Averages blocks of n × n pixels; what is left over at the right and bottom edge is cut off. */
export function reduce({ pixels, shape }: Picture, longestSide = LONGEST_SIDE): Picture {
  const [height, width, channels] = shape;
  const block = blockOf(shape, longestSide);
  if (block === 1) return { pixels, shape };
  const small: ImageShape = [
    Math.max(1, Math.floor(height / block)),
    Math.max(1, Math.floor(width / block)),
    channels,
  ];
  const reduced = new Uint8Array(small[0] * small[1] * channels);
  for (let y = 0; y < small[0]; y++) {
    for (let x = 0; x < small[1]; x++) {
      for (let channel = 0; channel < channels; channel++) {
        const sum = sumBlock({ pixels, shape }, y * block, x * block, block, channel);
        reduced[(y * small[1] + x) * channels + channel] = Math.round(sum.total / sum.count);
      }
    }
  }
  return { pixels: reduced, shape: small };
}

/** Bytes of the pixels that are left of an image: its PNG is hardly larger. */
export function reducedBytes(shape: ImageShape, longestSide: number): number {
  const [height, width, channels] = shape;
  const block = blockOf(shape, longestSide);
  return Math.ceil(height / block) * Math.ceil(width / block) * channels;
}

const blockOf = ([height, width]: ImageShape, longestSide: number): number =>
  Math.ceil(Math.max(height, width) / longestSide);

function sumBlock({ pixels, shape }: Picture, top: number, left: number, block: number, channel: number) {
  const [height, width, channels] = shape;
  let total = 0;
  let count = 0;
  for (let y = top; y < Math.min(top + block, height); y++) {
    for (let x = left; x < Math.min(left + block, width); x++) {
      total += pixels[(y * width + x) * channels + channel]!;
      count++;
    }
  }
  return { total, count };
}
