import type { LabeledImages } from "@imgcls/datasets";
import { encode } from "fast-png";
import type { Picture } from "../protocol.js";

/** Images of a data set, of one or three channels, by position. */
export function picturesOf(data: LabeledImages, indices: readonly number[]): Picture[] {
  const [height, width, channels] = data.shape;
  const size = height * width * channels;
  return indices.map((index) => {
    const pixels = data.images.slice(index * size, (index + 1) * size);
    const png = encode({ width, height, data: pixels, channels: channels as 1 | 3, depth: 8 });
    return {
      source: `data:image/png;base64,${btoa(String.fromCharCode(...png))}`,
      className: data.classNames[data.labels[index]!]!,
    };
  });
}
