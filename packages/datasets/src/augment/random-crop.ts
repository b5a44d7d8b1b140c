import type { ImageShape } from "../labeled-images.js";
import { define, fillOf, fillProblems } from "./definition.js";
import { cropPadded, PADDING_MODES, type PaddingMode, paddedPositions } from "./ops/crop.js";
import { type Fill, fill, isNumber, isNumbers, oneOf, optional, type Parameter, size } from "./parameters.js";

type Sides = readonly [left: number, top: number, right: number, bottom: number];

/** A window at a random place of the padded image, `torchvision.transforms.RandomCrop`. */
export interface RandomCrop {
  readonly type: "RandomCrop";
  /** `[height, width]`, or one number for both. Default: the image's own size. */
  readonly size?: number | readonly [height: number, width: number] | null;
  /** Pixels put around the image: one number, `[left and right, top and bottom]`, or `[left, top, right, bottom]`. Default 0. */
  readonly padding?: number | readonly number[] | null;
  /** Pads further where the image is smaller than `size`. Default false. */
  readonly padIfNeeded?: boolean;
  /** Grey level of the padding in mode "constant", or one for each channel. Default 0. */
  readonly fill?: Fill;
  /** Default "constant". */
  readonly paddingMode?: PaddingMode;
}

export const randomCrop = (
  size: RandomCrop["size"] = null,
  options: Omit<RandomCrop, "type" | "size"> = {},
): RandomCrop => ({ type: "RandomCrop", ...(size === null ? {} : { size }), ...options });

const padding: Parameter<Sides> = {
  expected:
    "padding in pixels: a whole number from 0, [left and right, top and bottom], or [left, top, right, bottom]",
  read: (given) => {
    const sides = isNumber(given)
      ? [given, given, given, given]
      : isNumbers(given, 2)
        ? [...given, ...given]
        : given;
    return isNumbers(sides, 4) && sides.every((side) => Number.isInteger(side) && side >= 0)
      ? [sides[0]!, sides[1]!, sides[2]!, sides[3]!]
      : undefined;
  },
  default: [0, 0, 0, 0],
};

const flag: Parameter<boolean> = {
  expected: "true or false",
  read: (given) => (typeof given === "boolean" ? given : undefined),
  default: false,
};

interface Complete {
  readonly size: readonly [height: number, width: number] | null;
  readonly padding: Sides;
  readonly padIfNeeded: boolean;
}

/** The padding with what `padIfNeeded` adds: on both sides as much as is missing, as torchvision does. */
function paddingFor({ size, padding, padIfNeeded }: Complete, [height, width]: ImageShape): Sides {
  const [left, top, right, bottom] = padding;
  if (!padIfNeeded || size === null) return padding;
  const missing = Math.max(0, size[0] - (height + top + bottom));
  const missingWidth = Math.max(0, size[1] - (width + left + right));
  return [left + missingWidth, top + missing, right + missingWidth, bottom + missing];
}

const outputShape = ({ size }: Complete, shape: ImageShape): ImageShape =>
  size === null ? shape : [size[0], size[1], shape[2]];

export const randomCropDefinition = define({
  parameters: {
    size: optional(size),
    padding,
    padIfNeeded: flag,
    fill,
    paddingMode: oneOf(PADDING_MODES, "constant"),
  },
  problems: (values, shape) => {
    const [left, top, right, bottom] = paddingFor(values, shape);
    const [height, width] = [shape[0] + top + bottom, shape[1] + left + right];
    const [outHeight, outWidth] = outputShape(values, shape);
    const small =
      outHeight > height || outWidth > width
        ? [
            `cannot cut ${outHeight}×${outWidth} out of ${height}×${width} pixels (the padded image): pad more, or set padIfNeeded`,
          ]
        : [];
    return [...fillProblems(values.fill, shape), ...small];
  },
  outputShape,
  compile: (values, shape) => {
    const [left, top, right, bottom] = paddingFor(values, shape);
    const padded = {
      shape,
      rows: paddedPositions(shape[0], top, bottom, values.paddingMode),
      columns: paddedPositions(shape[1], left, right, values.paddingMode),
      left,
      fill: fillOf(values.fill, shape),
    };
    const output = outputShape(values, shape);
    const places = [padded.rows.length - output[0] + 1, padded.columns.length - output[1] + 1] as const;
    return (image, out, { random }) => {
      const y = random.integer(places[0]);
      cropPadded(image, out, padded, output, y, random.integer(places[1]));
    };
  },
});
