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

function nearest([, width, channels]: ImageShape, [outHeight, outWidth]: ImageShape): ResizedCrop {
  return (image, out, box) => {
    const stepX = box.width / outWidth;
    const stepY = box.height / outHeight;
    let at = 0;
    for (let y = 0; y < outHeight; y++) {
      const row = (box.top + Math.floor((y + 0.5) * stepY)) * width + box.left;
      for (let x = 0; x < outWidth; x++) {
        let from = (row + Math.floor((x + 0.5) * stepX)) * channels;
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
