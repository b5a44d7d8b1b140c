import type { PictureMeasures } from "./picture-measures.js";

export const PICTURE_FAULTS = ["blank", "dark", "bright", "blurred"] as const;
export type PictureFault = (typeof PICTURE_FAULTS)[number];

/** One fault of one image. */
export interface FaultyPicture {
  readonly fault: PictureFault;
  readonly position: number;
  /** Of what was too little or too much, as `PictureMeasures` has it. */
  readonly value: number;
}

/** Grey levels: a scanner's empty page varies by one or two. */
const LEAST_CONTRAST = 3;
/** A quarter of the range: little more than black is left on a screen. */
const DARK = 64;
/** The paper around a drawing is as bright, but a drawing covers more than a twentieth of it. */
const BRIGHT = 240;
/**
 * In standard deviations of the logarithm of the sharpness of all images, which the median and the median absolute deviation
 * give, so that the blurred ones do not hide each other.
 */
const BLURRED = 3.5;
/** A share of the median of the sharpness: where all pictures are about as sharp, a little less is nothing. */
const LEAST_SHARPNESS = 0.2;
/** Of fewer images nothing is known about how sharp they usually are. */
const ENOUGH_IMAGES = 20;
/** What the median absolute deviation of a normal distribution is multiplied by to give its standard deviation. */
const MAD_TO_DEVIATION = 1.4826;

export const isBlank = ({ contrast }: PictureMeasures): boolean => contrast < LEAST_CONTRAST;

/** Each image has one fault at most: what is blank is not called dark and blurred besides. */
export function findFaults(measures: readonly PictureMeasures[]): FaultyPicture[] {
  const leastSharpness = leastSharpnessOf(measures);
  return measures.flatMap((measured, position): FaultyPicture[] => {
    const { contrast, brightest, darkest, sharpness } = measured;
    if (isBlank(measured)) return [{ fault: "blank", position, value: contrast }];
    if (brightest < DARK) return [{ fault: "dark", position, value: brightest }];
    if (darkest > BRIGHT) return [{ fault: "bright", position, value: darkest }];
    if (sharpness < leastSharpness) return [{ fault: "blurred", position, value: sharpness }];
    return [];
  });
}

function leastSharpnessOf(measures: readonly PictureMeasures[]): number {
  const logarithms = measures
    .filter((measured) => !isBlank(measured) && measured.sharpness > 0)
    .map(({ sharpness }) => Math.log(sharpness));
  if (logarithms.length < ENOUGH_IMAGES) return 0;
  const median = medianOf(logarithms);
  const deviation = MAD_TO_DEVIATION * medianOf(logarithms.map((value) => Math.abs(value - median)));
  return Math.exp(median + Math.min(-BLURRED * deviation, Math.log(LEAST_SHARPNESS)));
}

function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[sorted.length >> 1]!;
}
