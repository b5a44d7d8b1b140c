/** Holds every pixel operation to what torchvision gives (test/golden/augment.py) for the same parameters. */
import { describe, expect, it } from "vitest";
import golden from "../../../test/golden/augment.json" with { type: "json" };
import { type ImageShape, pixelsPerImage } from "../../labeled-images.js";
import { fillOf } from "../definition.js";
import { drawer } from "../geometry.js";
import type { Interpolation } from "../parameters.js";
import { paddedImage } from "../random-crop.js";
import { brightness, contrast, saturation, sharpness } from "./blend.js";
import { createCoefficients, setAffine, setPerspective, setRotation } from "./coefficients.js";
import { cropPadded, type PaddingMode, paddedPositions } from "./crop.js";
import { displaceBilinear, displaceNearest } from "./displace.js";
import { flipHorizontally, flipVertically } from "./flip.js";
import { gaussianBlur, setGaussian } from "./gaussian-blur.js";
import { grayscale } from "./grey.js";
import { hue } from "./hue.js";
import { autoContrast, equalize, invert, posterize, solarize } from "./lookup.js";
import type { PixelOperation } from "./pixel-operation.js";
import { resizedCrop } from "./resized-crop.js";

interface Parameters {
  readonly size: [number, number];
  readonly amount: number;
  readonly padding: [number, number, number, number];
  readonly mode: PaddingMode;
  readonly fill: number;
  readonly top: number;
  readonly left: number;
  readonly box: [number, number, number, number];
  readonly interpolation: Interpolation;
  readonly degrees: number;
  readonly angle: number;
  readonly translate: [number, number];
  readonly scale: number;
  readonly shear: [number, number];
  readonly center: [number, number] | null;
  readonly ends: number[];
  readonly width: number;
  readonly height: number;
  readonly sigma: number;
  readonly offsets: number[];
}

type Apply = (
  image: Uint8Array,
  out: Uint8Array,
  shape: ImageShape,
  given: Parameters,
  output: ImageShape,
) => void;

const byAmount =
  (make: (shape: ImageShape) => PixelOperation): Apply =>
  (image, out, shape, { amount }) =>
    make(shape)(image, out, amount);

const operations: Readonly<Record<string, Apply>> = {
  flipHorizontally,
  flipVertically,
  grayscale,
  invert,
  brightness: byAmount(brightness),
  contrast: byAmount(contrast),
  saturation: byAmount(saturation),
  sharpness: byAmount(sharpness),
  hue: byAmount(hue),
  posterize: byAmount(() => posterize),
  solarize: byAmount(solarize),
  equalize: byAmount(equalize),
  autoContrast: byAmount(autoContrast),
  crop: (image, out, shape, { padding: [left, top, right, bottom], mode, fill, ...given }, output) => {
    const padded = {
      shape,
      rows: paddedPositions(shape[0], top, bottom, mode),
      columns: paddedPositions(shape[1], left, right, mode),
      left,
      fill: fillOf([fill], shape),
    };
    cropPadded(image, out, padded, output, given.top, given.left);
  },
  randomCrop: (image, out, shape, { size, padding, mode, fill, top, left }, output) => {
    const padded = paddedImage({ size, padding, fill: [fill], padIfNeeded: true, paddingMode: mode }, shape);
    cropPadded(image, out, padded, output, top, left);
  },
  resizedCrop: (image, out, shape, { box: [top, left, height, width], interpolation }, output) =>
    resizedCrop(shape, output, interpolation)(image, out, { top, left, height, width }),
  rotate: (image, out, shape, { degrees, center, interpolation, fill }) => {
    const coefficients = createCoefficients();
    const [x, y] = center ?? [shape[1] / 2, shape[0] / 2];
    setRotation(coefficients, degrees, x, y);
    drawer("affine", shape, interpolation, [fill])(image, out, coefficients);
  },
  affine: (image, out, shape, { angle, translate, scale, shear, center, interpolation, fill }) => {
    const coefficients = createCoefficients();
    const [x, y] = center ?? [shape[1] / 2, shape[0] / 2];
    setAffine(coefficients, angle, ...translate, scale, ...shear, x, y);
    drawer("affine", shape, interpolation, [fill])(image, out, coefficients);
  },
  perspective: (image, out, shape, { ends, interpolation, fill }) => {
    const coefficients = createCoefficients();
    setPerspective(coefficients, shape[1] - 1, shape[0] - 1, ends);
    drawer("perspective", shape, interpolation, [fill])(image, out, coefficients);
  },
  gaussianBlur: (image, out, shape, { width, height, sigma }) => {
    const kernels = [new Float64Array(width), new Float64Array(height)] as const;
    for (const kernel of kernels) setGaussian(kernel, sigma);
    gaussianBlur(shape, width, height)(image, out, ...kernels, 0.5);
  },
  displace: (image, out, shape, { offsets, interpolation, fill }) => {
    const along = (axis: number) => Float64Array.from(offsets.filter((_, i) => i % 2 === axis));
    const displace = interpolation === "nearest" ? displaceNearest : displaceBilinear;
    displace(image, out, shape, along(0), along(1), fillOf([fill], shape));
  },
};

const decode = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** Where rounding is not the same: the largest difference of a grey level. All others must give the same bytes. */
const tolerances: Readonly<Record<string, number>> = {
  // Where the corners stay in place: torchvision's solution is then wrong in the last digit, and fractions are cut off.
  perspective: 1,
  // torchvision computes these in 32-bit floats.
  gaussianBlur: 1,
  displace: 1,
};

const images = golden.images as unknown as Readonly<Record<string, { shape: ImageShape; levels: string }>>;

describe.each(Object.entries(operations))("%s", (name, apply) => {
  const cases = golden.cases.filter(({ operation }) => operation === name);

  it.each(cases.map((one) => [one.image, JSON.stringify(one.parameters).slice(0, 120), one] as const))(
    "%s %s",
    (_image, _parameters, one) => {
      const { shape, levels } = images[one.image]!;
      const image = decode(levels);
      const output = one.shape as unknown as ImageShape;
      const out = new Uint8Array(pixelsPerImage(output));
      apply(image, out, shape, one.parameters as unknown as Parameters, output);
      const expected = decode(one.out);
      const differences = out.map((level, i) => Math.abs(level - expected[i]!));
      expect(Math.max(...differences)).toBeLessThanOrEqual(tolerances[name] ?? 0);
      expect(Array.from(image)).toEqual(Array.from(decode(levels)));
    },
  );

  it("has cases", () => expect(cases.length).toBeGreaterThan(0));
});

it("tests every operation that the reference has", () => {
  expect(Object.keys(operations).sort()).toEqual(
    [...new Set(golden.cases.map(({ operation }) => operation))].sort(),
  );
});
