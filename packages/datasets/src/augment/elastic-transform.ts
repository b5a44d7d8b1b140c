import type { Random } from "../random.js";
import { define, fillOf, fillProblems } from "./definition.js";
import { displaceBilinear, displaceNearest } from "./ops/displace.js";
import { gaussianBlur, setGaussian } from "./ops/gaussian-blur.js";
import {
  type Fill,
  fill,
  type Interpolation,
  interpolation,
  isNumber,
  isNumbers,
  type Parameter,
  withDefault,
} from "./parameters.js";

/** Moves pixels about like something soft, `torchvision.transforms.ElasticTransform`. */
export interface ElasticTransform {
  readonly type: "ElasticTransform";
  /** How far, or `[x, y]`. Default 50. */
  readonly alpha?: number | readonly [x: number, y: number];
  /** Smoothness of the movement: standard deviation in pixels, or `[x, y]`. Default 5. */
  readonly sigma?: number | readonly [x: number, y: number];
  /** Default "bilinear". */
  readonly interpolation?: Interpolation;
  /** Grey level where the image does not reach, or one for each channel. Default 0. */
  readonly fill?: Fill;
}

export const elasticTransform = (options: Omit<ElasticTransform, "type"> = {}): ElasticTransform => ({
  type: "ElasticTransform",
  ...options,
});

type Pair = readonly [x: number, y: number];

const pairWhere = (expected: string, accepts: (value: number) => boolean): Parameter<Pair> => ({
  expected,
  read: (given) => {
    const both = isNumber(given) ? [given, given] : given;
    return isNumbers(both, 2) && both.every(accepts) ? [both[0]!, both[1]!] : undefined;
  },
});

const alpha = withDefault(
  pairWhere("a number from 0, or [x, y]", (value) => value >= 0),
  [50, 50],
);
const sigma = withDefault(
  pairWhere("a standard deviation above 0 in pixels, or [x, y]", (value) => value > 0),
  [5, 5],
);

export const elasticTransformDefinition = define({
  parameters: { alpha, sigma, interpolation: interpolation("bilinear"), fill },
  problems: ({ fill }, shape) => fillProblems(fill, shape),
  compile: ({ alpha, sigma, interpolation, fill }, shape) => {
    const [height, width] = shape;
    const background = fillOf(fill, shape);
    // torchvision gives offsets in parts of half the image, but divides both alphas as [height, width].
    const drawX = offsets(height, width, sigma, sigma[0], ((alpha[0] / height) * width) / 2);
    const drawY = offsets(height, width, sigma, sigma[1], ((alpha[1] / width) * height) / 2);
    const displace = interpolation === "nearest" ? displaceNearest : displaceBilinear;
    return (image, out, { random }) => displace(image, out, shape, drawX(random), drawY(random), background);
  },
});

/** Noise from −1 to 1, blurred, times a factor; the kernel reaches four times `reach`. */
function offsets(
  height: number,
  width: number,
  sigma: Pair,
  reach: number,
  factor: number,
): (random: Random) => Float64Array {
  const size = 2 * Math.floor(Math.trunc(8 * reach + 1) / 2) + 1;
  const [kernelX, kernelY] = [new Float64Array(size), new Float64Array(size)];
  setGaussian(kernelX, sigma[0]);
  setGaussian(kernelY, sigma[1]);
  for (let i = 0; i < size; i++) kernelY[i] = kernelY[i]! * factor;
  const blur = gaussianBlur([height, width, 1], size, size);
  const noise = new Float64Array(height * width);
  const blurred = new Float64Array(height * width);
  return (random) => {
    for (let i = 0; i < noise.length; i++) noise[i] = 2 * random.uniform() - 1;
    blur(noise, blurred, kernelX, kernelY, 0);
    return blurred;
  };
}
