import { digitNames } from "../class-names.js";
import { digitDrawer } from "../synthetic/draw-digit.js";
import { createSyntheticSource } from "./synthetic-source.js";

const SIZE = 28;
const drawDigit = digitDrawer(SIZE);

export const syntheticDigits = createSyntheticSource({
  info: {
    id: "synthetic-digits",
    title: "Synthetic digits",
    description:
      "Digits drawn from strokes with random slant, size, thickness, jitter, clutter and noise, light on dark. No download.",
    shape: [SIZE, SIZE, 1],
    classNames: digitNames,
  },
  draw: (digit, _, random, target) => drawDigit(digit, random, target),
});
