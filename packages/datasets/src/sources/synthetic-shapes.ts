import { shapeNames } from "../class-names.js";
import { drawShape } from "../synthetic/draw-shape.js";
import { createSyntheticSource } from "./synthetic-source.js";

export const syntheticShapes = createSyntheticSource({
  info: {
    id: "synthetic-shapes",
    title: "Synthetic shapes",
    description:
      "Five forms, each in two of five colours that are equally bright, so a class shows in colour and form together only. No download.",
    shape: [32, 32, 3],
    classNames: shapeNames,
  },
  draw: (label, [size], random, target) => drawShape(label, size, random, target),
});
