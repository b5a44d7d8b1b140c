import { define } from "./definition.js";
import { uniform } from "./draws.js";
import { gaussianBlur as blurrer, setGaussian } from "./ops/gaussian-blur.js";
import { isNumber, isNumbers, type Parameter, type Range, range, withDefault } from "./parameters.js";

/** Blurs by a random amount, `torchvision.transforms.GaussianBlur`. */
export interface GaussianBlur {
  readonly type: "GaussianBlur";
  /** Pixels that are mixed: an odd number, or `[width, height]`. */
  readonly kernelSize: number | readonly [width: number, height: number];
  /** Standard deviation in pixels, or from, to. Default [0.1, 2]. */
  readonly sigma?: number | Range;
}

export const gaussianBlur = (
  kernelSize: GaussianBlur["kernelSize"],
  options: Omit<GaussianBlur, "type" | "kernelSize"> = {},
): GaussianBlur => ({ type: "GaussianBlur", kernelSize, ...options });

const kernelSize: Parameter<readonly [width: number, height: number]> = {
  expected: "an odd number of pixels, or [width, height]",
  read: (given) => {
    const both = isNumber(given) ? [given, given] : given;
    return isNumbers(both, 2) && both.every((extent) => extent > 0 && extent % 2 === 1)
      ? [both[0]!, both[1]!]
      : undefined;
  },
};

const sigma = withDefault(
  range(
    "a standard deviation above 0 in pixels, or [from, to]",
    (value) => value > 0,
    (value) => [value, value],
  ),
  [0.1, 2],
);

export const gaussianBlurDefinition = define({
  parameters: { kernelSize, sigma },
  compile: ({ kernelSize: [width, height], sigma }, shape) => {
    const blur = blurrer(shape, width, height);
    const [kernelX, kernelY] = [new Float64Array(width), new Float64Array(height)];
    return (image, out, { random }) => {
      const deviation = uniform(random, sigma);
      setGaussian(kernelX, deviation);
      setGaussian(kernelY, deviation);
      blur(image, out, kernelX, kernelY, 0.5);
    };
  },
});
