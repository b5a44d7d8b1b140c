/** The operations that RandAugment, TrivialAugmentWide and AutoAugment choose from, by torchvision's names. */
import type { ImageShape } from "../labeled-images.js";
import { centreOf, drawer } from "./geometry.js";
import { brightness, contrast, saturation, sharpness } from "./ops/blend.js";
import { createCoefficients, setRotation } from "./ops/coefficients.js";
import { autoContrast, equalize, invert, posterize, solarize } from "./ops/lookup.js";
import type { PixelOperation } from "./ops/pixel-operation.js";
import type { Interpolation } from "./parameters.js";

export type OperationName =
  | "Identity"
  | "ShearX"
  | "ShearY"
  | "TranslateX"
  | "TranslateY"
  | "Rotate"
  | "Brightness"
  | "Color"
  | "Contrast"
  | "Sharpness"
  | "Posterize"
  | "Solarize"
  | "AutoContrast"
  | "Equalize"
  | "Invert";

export interface Drawing {
  readonly interpolation: Interpolation;
  readonly fill: readonly number[];
}

/**
 * All operations for images of a shape. Amounts: tangent of the shear, whole pixels to the left or up, degrees
 * counter-clockwise, strength added to a factor of 1, bits, threshold; the last three take none.
 */
export function namedOperations(
  shape: ImageShape,
  { interpolation, fill }: Drawing,
): Readonly<Record<OperationName, PixelOperation>> {
  const draw = drawer("affine", shape, interpolation, fill);
  const [x, y] = centreOf(null, shape);
  /** Draws through a map that the amount sets. */
  const mapped = (set: (coefficients: Float64Array, amount: number) => void): PixelOperation => {
    const coefficients = createCoefficients();
    return (image, out, amount) => {
      set(coefficients, amount);
      draw(image, out, coefficients);
    };
  };
  const strengthened = (operation: PixelOperation): PixelOperation => {
    return (image, out, strength) => operation(image, out, 1 + strength);
  };
  return {
    Identity: (image, out) => out.set(image),
    ShearX: mapped((coefficients, tangent) => {
      coefficients[1] = tangent;
    }),
    ShearY: mapped((coefficients, tangent) => {
      coefficients[3] = tangent;
    }),
    TranslateX: mapped((coefficients, pixels) => {
      coefficients[2] = -Math.trunc(pixels);
    }),
    TranslateY: mapped((coefficients, pixels) => {
      coefficients[5] = -Math.trunc(pixels);
    }),
    Rotate: mapped((coefficients, degrees) => setRotation(coefficients, degrees, x, y)),
    Brightness: strengthened(brightness(shape)),
    Color: strengthened(saturation(shape)),
    Contrast: strengthened(contrast(shape)),
    Sharpness: strengthened(sharpness(shape)),
    Posterize: posterize,
    Solarize: solarize(),
    AutoContrast: autoContrast(shape),
    Equalize: equalize(shape),
    Invert: invert,
  };
}
