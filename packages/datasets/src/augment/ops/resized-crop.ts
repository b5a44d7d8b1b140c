import { createResizer } from "../../images/resize.js";
import type { ImageShape } from "../../labeled-images.js";
import type { Interpolation } from "../parameters.js";

export interface Box {
  top: number;
  left: number;
  height: number;
  width: number;
}

/** Cuts a box out of the image and resizes it to the whole of `out`. */
export type ResizedCrop = (image: Uint8Array, out: Uint8Array, box: Readonly<Box>) => void;

/**
 * "bilinear" is antialiased when it shrinks. Equals torchvision on Pillow images in every byte.
 *
 * @param output shape of `out`, with the channels of `shape`
 */
export const resizedCrop = (
  shape: ImageShape,
  output: ImageShape,
  interpolation: Interpolation,
): ResizedCrop => (interpolation === "nearest" ? nearest(shape, output) : bilinear(shape, output));

/**
 * The position that each pixel of the result shows, into `positions`. The step is added again and again, as Pillow
 * does: one of 41/97, say, is rounded each time, and where it should meet an edge between pixels that decides.
 */
function setNearest(positions: Int32Array, length: number): void {
  const step = length / positions.length;
  let centre = step * 0.5;
  for (let i = 0; i < positions.length; i++) {
    positions[i] = centre;
    centre += step;
  }
}

function nearest([, width, channels]: ImageShape, [outHeight, outWidth]: ImageShape): ResizedCrop {
  const rows = new Int32Array(outHeight);
  const columns = new Int32Array(outWidth);
  return (image, out, box) => {
    setNearest(rows, box.height);
    setNearest(columns, box.width);
    let at = 0;
    for (const y of rows) {
      const row = (box.top + y) * width + box.left;
      for (const x of columns) {
        let from = (row + x) * channels;
        for (let channel = 0; channel < channels; channel++) out[at++] = image[from++]!;
      }
    }
  };
}

function bilinear([height, width, channels]: ImageShape, output: ImageShape): ResizedCrop {
  const resize = createResizer(height, output);
  const region = {
    pixels: new Uint8Array() as Uint8Array,
    start: 0,
    stride: width * channels,
    height: 0,
    width: 0,
  };
  return (image, out, box) => {
    region.pixels = image;
    region.start = (box.top * width + box.left) * channels;
    region.height = box.height;
    region.width = box.width;
    resize(region, out);
  };
}
