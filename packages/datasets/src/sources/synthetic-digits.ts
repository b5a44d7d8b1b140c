import { digitNames } from "../class-names.js";
import { drawDigit } from "../synthetic/draw-digit.js";
import { createSyntheticSource } from "./synthetic-source.js";

export const syntheticDigits = createSyntheticSource({
  info: {
    id: "synthetic-digits",
    title: "Synthetic digits",
    description:
      "Digits drawn from strokes with random slant, size, thickness, jitter, clutter and noise, light on dark. No download.",
    shape: [28, 28, 1],
    classNames: digitNames,
  },
  draw: (digit, [size], random, target) => drawDigit(digit, size, random, target),
});
