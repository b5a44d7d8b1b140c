import type { ImageShape } from "../labeled-images.js";
import { define, fillOf, fillProblems } from "./definition.js";
import {
  cropPadded,
  PADDING_MODES,
  type PaddedImage,
  type PaddingMode,
  paddedAgain,
  paddedPositions,
} from "./ops/crop.js";
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
  readonly fill: readonly number[];
  readonly paddingMode: PaddingMode;
}

/**
 * Along one direction: first the padding that was asked for, then, where `size` is still larger, as much as is
 * missing on both sides. torchvision pads in these two steps, and the second mirrors the first.
 */
function padded(
  length: number,
  [before, after]: readonly [before: number, after: number],
  wanted: number,
  { padIfNeeded, paddingMode }: Complete,
): { readonly positions: Int32Array; readonly before: number } {
  const positions = paddedPositions(length, before, after, paddingMode);
  const missing = padIfNeeded ? Math.max(0, wanted - positions.length) : 0;
  return { positions: paddedAgain(positions, missing, paddingMode), before: before + missing };
}

/** What windows are cut out of. */
export function paddedImage(values: Complete, shape: ImageShape): PaddedImage {
  const [left, top, right, bottom] = values.padding;
  const [height, width] = outputShape(values, shape);
  const rows = padded(shape[0], [top, bottom], height, values);
  const columns = padded(shape[1], [left, right], width, values);
  return {
    shape,
    rows: rows.positions,
    columns: columns.positions,
    left: columns.before,
    fill: fillOf(values.fill, shape),
  };
}

const outputShape = ({ size }: Pick<Complete, "size">, shape: ImageShape): ImageShape =>
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
    const { rows, columns } = paddedImage(values, shape);
    const [height, width] = [rows.length, columns.length];
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
    const padded = paddedImage(values, shape);
    const output = outputShape(values, shape);
    const places = [padded.rows.length - output[0] + 1, padded.columns.length - output[1] + 1] as const;
    return (image, out, { random }) => {
      const y = random.integer(places[0]);
      cropPadded(image, out, padded, output, y, random.integer(places[1]));
    };
  },
});
