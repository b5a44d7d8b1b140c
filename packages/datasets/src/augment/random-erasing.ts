import { naturalLog } from "../random.js";
import { define, fillOf, fillProblems } from "./definition.js";
import { erase } from "./ops/erase.js";
import type { Box } from "./ops/resized-crop.js";
import { type Fill, fill, type Parameter, probability, type Range, withDefault } from "./parameters.js";
import { areaParameter, placeBox, ratioParameter } from "./random-resized-crop.js";

/** Fills a random box, `torchvision.transforms.RandomErasing`, here on grey levels 0..255. */
export interface RandomErasing {
  readonly type: "RandomErasing";
  /** Default 0.5. */
  readonly p?: number;
  /** Area of the box in parts of the image's, from, to. Default [0.02, 0.33]. */
  readonly scale?: Range;
  /** Height of the box by its width, from, to; its logarithm is drawn uniformly. Default [0.3, 3.3]. */
  readonly ratio?: Range;
  /** Grey level, one for each channel, or "random" for noise: every level equally likely. Default 0. */
  readonly value?: Fill | "random";
}

export const randomErasing = (options: Omit<RandomErasing, "type"> = {}): RandomErasing => ({
  type: "RandomErasing",
  ...options,
});

const value: Parameter<readonly number[] | "random"> = {
  expected: `${fill.expected}, or "random"`,
  read: (given) => (given === "random" ? given : fill.read(given)),
  default: [0],
};

export const randomErasingDefinition = define({
  parameters: {
    p: probability(0.5),
    scale: withDefault(areaParameter, [0.02, 0.33]),
    ratio: withDefault(ratioParameter, [0.3, 3.3]),
    value,
  },
  problems: ({ value }, shape) => (value === "random" ? [] : fillProblems(value, shape)),
  compile: ({ p, scale, ratio, value }, shape) => {
    // The box is described by width / height, the parameter by height / width.
    const logRatio: Range = [-naturalLog(ratio[1]), -naturalLog(ratio[0])];
    const box: Box = { top: 0, left: 0, height: 0, width: 0 };
    const background = fillOf(value === "random" ? [0] : value, shape);
    return (image, out, { random }) => {
      out.set(image);
      if (random.uniform() >= p || !placeBox(box, random, shape, scale, logRatio)) return;
      if (value !== "random") {
        erase(out, shape, box.top, box.left, box.height, box.width, background);
        return;
      }
      const [, width, channels] = shape;
      for (let y = box.top; y < box.top + box.height; y++) {
        const start = (y * width + box.left) * channels;
        for (let i = start; i < start + box.width * channels; i++) out[i] = random.integer(256);
      }
    };
  },
});
