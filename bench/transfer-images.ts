import {
  createLabeledImages,
  createLazyImages,
  decodeCenterCrop,
  type LabeledImages,
  type LazyImages,
  random,
} from "@imgcls/datasets";

/** Of the network's input. */
export const SIDE = 224;

/** Brought to 224×224 by Pillow's bicubic, when they are read. */
export function upscaled({ images, labels, classNames, shape }: LabeledImages): LazyImages {
  const [height, width, channels] = shape;
  const pixels = height * width * channels;
  const header = new TextEncoder().encode(`P6 ${width} ${height} 255\n`);
  return createLazyImages({
    shape: [SIDE, SIDE, 3],
    classNames,
    labels,
    async read(indices, out) {
      for (let i = 0; i < indices.length; i++) {
        const start = indices[i]! * pixels;
        const file = new Uint8Array([...header, ...images.subarray(start, start + pixels)]);
        const options = { size: SIDE, shorterSide: SIDE, interpolation: "bicubic" } as const;
        out.set(await decodeCenterCrop(file, options), i * SIDE * SIDE * 3);
      }
    },
  });
}

/** Every level of every pixel by chance, equally likely: `[count, side, side, 3]`. */
export function noise(count: number, side: number): LabeledImages {
  const draw = random(0, "noise");
  return createLabeledImages({
    shape: [side, side, 3],
    classNames: ["noise"],
    labels: new Int32Array(count),
    images: Uint8Array.from({ length: count * side * side * 3 }, () => draw.integer(256)),
  });
}

/** The share of pairs in which the other one's score is greater, ties as half: Mann and Whitney's U. */
export function areaUnderCurve(known: ArrayLike<number>, other: ArrayLike<number>): number {
  const sorted = Float64Array.from(known).sort();
  const count = (isLower: (a: number) => boolean): number => {
    let [from, to] = [0, sorted.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (isLower(sorted[middle]!)) from = middle + 1;
      else to = middle;
    }
    return from;
  };
  let won = 0;
  for (const value of Array.from(other)) {
    won += (count((a) => a < value) + count((a) => a <= value)) / 2;
  }
  return won / (known.length * other.length);
}
