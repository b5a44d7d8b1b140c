/** How strong an operation is at each of some magnitudes ("bins"), and whether it goes in two directions. */
import type { ImageShape } from "../labeled-images.js";
import type { OperationName } from "./named-operations.js";

export interface Magnitudes {
  /** `[bins]`; `undefined`: the operation has no amount. */
  readonly amounts: Float64Array | undefined;
  /** The amount is turned round for every second image on average. */
  readonly signed: boolean;
}

export type MagnitudeTable = Readonly<Partial<Record<OperationName, Magnitudes>>>;

/** Evenly spaced; torchvision has 32-bit floats, whose last digit depends on the machine. */
const evenly = (from: number, to: number, bins: number): Float64Array =>
  Float64Array.from({ length: bins }, (_, i) => from + ((to - from) * i) / (bins - 1));

const signed = (to: number, bins: number): Magnitudes => ({ amounts: evenly(0, to, bins), signed: true });
const without: Magnitudes = { amounts: undefined, signed: false };

/** 8 bits down to 8 − `removed`, whole, halves to even. */
const bits = (removed: number, bins: number): Magnitudes => ({
  amounts: Float64Array.from({ length: bins }, (_, i) => {
    const value = i / ((bins - 1) / removed);
    const nearest = Math.round(value);
    return 8 - (nearest - value === 0.5 && nearest % 2 === 1 ? nearest - 1 : nearest);
  }),
  signed: false,
});

interface Limits {
  readonly shear: number;
  /** In pixels. */
  readonly translateX: number;
  readonly translateY: number;
  readonly degrees: number;
  readonly strength: number;
  readonly removedBits: number;
}

const tableOf = (limits: Limits, bins: number): MagnitudeTable => ({
  Identity: without,
  ShearX: signed(limits.shear, bins),
  ShearY: signed(limits.shear, bins),
  TranslateX: signed(limits.translateX, bins),
  TranslateY: signed(limits.translateY, bins),
  Rotate: signed(limits.degrees, bins),
  Brightness: signed(limits.strength, bins),
  Color: signed(limits.strength, bins),
  Contrast: signed(limits.strength, bins),
  Sharpness: signed(limits.strength, bins),
  Posterize: bits(limits.removedBits, bins),
  Solarize: { amounts: evenly(255, 0, bins), signed: false },
  AutoContrast: without,
  Equalize: without,
});

/** Of AutoAugment and RandAugment; shifts grow with the image. */
export const usualMagnitudes = ([height, width]: ImageShape, bins: number): MagnitudeTable =>
  tableOf(
    {
      shear: 0.3,
      translateX: (150 / 331) * width,
      translateY: (150 / 331) * height,
      degrees: 30,
      strength: 0.9,
      removedBits: 4,
    },
    bins,
  );

/** Of TrivialAugmentWide. */
export const wideMagnitudes = (bins: number): MagnitudeTable =>
  tableOf(
    { shear: 0.99, translateX: 32, translateY: 32, degrees: 135, strength: 0.99, removedBits: 6 },
    bins,
  );
