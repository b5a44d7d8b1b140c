import { resizeBilinear } from "../../images/resize.js";
import type { ImageShape } from "../../labeled-images.js";
import type { Interpolation } from "../parameters.js";
import { cropPadded, paddedPositions } from "./crop.js";

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

function bilinear(shape: ImageShape, [outHeight, outWidth]: ImageShape): ResizedCrop {
  const [height, width, channels] = shape;
  const unpadded = {
    shape,
    rows: paddedPositions(height, 0, 0, "constant"),
    columns: paddedPositions(width, 0, 0, "constant"),
    left: 0,
    fill: new Uint8Array(channels),
  };
  const memory = new Uint8Array(height * width * channels);
  return (image, out, box) => {
    const boxShape: ImageShape = [box.height, box.width, channels];
    const cut = memory.subarray(0, box.height * box.width * channels);
    cropPadded(image, cut, unpadded, boxShape, box.top, box.left);
    out.set(resizeBilinear(cut, boxShape, [outHeight, outWidth]));
  };
}
