import type { PictureMeasures } from "./picture-measures.js";

export const PICTURE_FAULTS = ["blank", "dark", "bright", "oddSize", "oddShape", "blurred"] as const;
export type PictureFault = (typeof PICTURE_FAULTS)[number];

/** One fault of one image. */
export interface FaultyPicture {
  readonly fault: PictureFault;
  readonly position: number;
  /** Of what was too little or too much; of an odd size by how many times. */
  readonly value: number;
}

/** Grey levels: a scanner's empty page varies by one or two. */
const LEAST_CONTRAST = 3;
/** A quarter of the range: little more than black is left on a screen. */
const DARK = 64;
/** The paper around a drawing is as bright, but a drawing covers more than a twentieth of it. */
const BRIGHT = 240;

/**
 * How far from the median is far: in standard deviations of logarithms, which the median absolute deviation gives, so that outliers do
 * not hide each other; and by how many times at least, where all pictures are about the same.
 */
const FAR = {
  sharpness: { deviations: 3, factor: 2 },
  side: { deviations: 3.5, factor: 3 },
  elongation: { deviations: 3.5, factor: 1.5 },
};
/** Of fewer images nothing is known about how they usually are. */
const ENOUGH_IMAGES = 20;
/** What the median absolute deviation of a normal distribution is multiplied by to give its standard deviation. */
const MAD_TO_DEVIATION = 1.4826;

export const isBlank = ({ contrast }: PictureMeasures): boolean => contrast < LEAST_CONTRAST;

/**
 * Each image has one fault at most, the one that says most: what is blank is not called dark and blurred besides, nor what was
 * small and is enlarged.
 */
export function findFaults(measures: readonly PictureMeasures[]): FaultyPicture[] {
  const seen = measures.filter((measured) => !isBlank(measured));
  const sides = usualOf(seen, ({ side }) => side, FAR.side);
  const elongations = usualOf(seen, ({ elongation }) => elongation, FAR.elongation);
  const sharpnesses = usualOf(seen, ({ sharpness }) => sharpness, FAR.sharpness);
  return measures.flatMap((measured, position): FaultyPicture[] => {
    const { contrast, brightest, darkest, side, elongation, sharpness } = measured;
    if (isBlank(measured)) return [{ fault: "blank", position, value: contrast }];
    if (brightest < DARK) return [{ fault: "dark", position, value: brightest }];
    if (darkest > BRIGHT) return [{ fault: "bright", position, value: darkest }];
    if (isFar(side, sides)) return [{ fault: "oddSize", position, value: side / sides.median }];
    if (isFar(elongation, elongations)) return [{ fault: "oddShape", position, value: elongation }];
    if (sharpness < sharpnesses.median / sharpnesses.factor) {
      return [{ fault: "blurred", position, value: sharpness }];
    }
    return [];
  });
}

interface Usual {
  readonly median: number;
  /** By more than this many times above or below it is unusual. */
  readonly factor: number;
}

function usualOf(
  measures: readonly PictureMeasures[],
  read: (measured: PictureMeasures) => number | undefined,
  far: { readonly deviations: number; readonly factor: number },
): Usual {
  const logarithms = measures.flatMap((measured) => {
    const value = read(measured);
    return value === undefined || value === 0 ? [] : [Math.log(value)];
  });
  if (logarithms.length < ENOUGH_IMAGES) return { median: 1, factor: Number.POSITIVE_INFINITY };
  const median = medianOf(logarithms);
  const deviation = MAD_TO_DEVIATION * medianOf(logarithms.map((value) => Math.abs(value - median)));
  return { median: Math.exp(median), factor: Math.max(far.factor, Math.exp(far.deviations * deviation)) };
}

const isFar = (value: number | undefined, { median, factor }: Usual): value is number =>
  value !== undefined && (value > median * factor || value < median / factor);

function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[sorted.length >> 1]!;
}
