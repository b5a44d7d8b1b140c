import { pixelsPerImage } from "../labeled-images.js";
import { colourProblems, define } from "./definition.js";
import { uniform } from "./draws.js";
import { brightness, contrast, saturation } from "./ops/blend.js";
import { hue } from "./ops/hue.js";
import { betweenOperations } from "./ops/kernel-memory.js";
import type { PixelOperation } from "./ops/pixel-operation.js";
import { type Range, range, withDefault } from "./parameters.js";

/** Changes brightness, contrast, saturation and hue, in random order, `torchvision.transforms.ColorJitter`. */
export interface ColorJitter {
  readonly type: "ColorJitter";
  /** Factor from, to; one number x means from max(0, 1 − x) to 1 + x. Default 0: left as it is. */
  readonly brightness?: number | Range;
  /** As `brightness`. */
  readonly contrast?: number | Range;
  /** As `brightness`. */
  readonly saturation?: number | Range;
  /** Parts of the hue circle from, to, within −0.5..0.5; one number for as much to both sides. Default 0. */
  readonly hue?: number | Range;
}

export const colorJitter = (options: Omit<ColorJitter, "type">): ColorJitter => ({
  type: "ColorJitter",
  ...options,
});

const factors = withDefault(
  range(
    "a number from 0, or factors [from, to] from 0",
    (factor) => factor >= 0,
    (x) => (x < 0 ? undefined : [Math.max(0, 1 - x), 1 + x]),
  ),
  [1, 1],
);

const turns = withDefault(
  range(
    "a number from 0 to 0.5, or [from, to] from -0.5 to 0.5",
    (turn) => Math.abs(turn) <= 0.5,
    (x) => (x < 0 ? undefined : [-x, x]),
  ),
  [0, 0],
);

interface Adjustment {
  readonly operation: PixelOperation;
  readonly range: Range;
}

export const colorJitterDefinition = define({
  parameters: { brightness: factors, contrast: factors, saturation: factors, hue: turns },
  problems: (_values, shape) => colourProblems(shape),
  compile: (values, shape) => {
    const all: readonly (Adjustment & { readonly neutral: number })[] = [
      { operation: brightness(shape), range: values.brightness, neutral: 1 },
      { operation: contrast(shape), range: values.contrast, neutral: 1 },
      { operation: saturation(shape), range: values.saturation, neutral: 1 },
      { operation: hue(shape), range: values.hue, neutral: 0 },
    ];
    const used: readonly Adjustment[] = all.filter(
      ({ range: [least, greatest], neutral }) => least !== neutral || greatest !== neutral,
    );
    const order = [...used];
    const bytes = pixelsPerImage(shape);
    return (image, out, { random }) => {
      // Starts from the same order for every image, so that the result depends only on the image's own stream.
      for (let i = 0; i < used.length; i++) order[i] = used[i]!;
      random.shuffle(order);
      const between = betweenOperations(bytes);
      let current = image;
      for (let i = 0; i < order.length; i++) {
        const { operation, range } = order[i]!;
        const target = i === order.length - 1 ? out : between[(i % 2) as 0 | 1];
        operation(current, target, uniform(random, range));
        current = target;
      }
      if (current !== out) out.set(image);
    };
  },
});
