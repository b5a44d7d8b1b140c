/**
 * A coloured form on a coloured ground. What must not tell the class is the same for all of them: the area
 * is no matter which form, the brightness (luma) no matter which colour, and the ground any colour.
 */
import type { Random } from "../random.js";
import { disc, type Form, hollowDisc, plusSign, REACH, square, triangle } from "./forms.js";
import { roughlyNormal } from "./noise.js";
import { clamp } from "./raster.js";

type Colour = readonly [red: number, green: number, blue: number];
type Range = readonly [low: number, high: number];

/** Brightness as ITU-R BT.601 and every conversion to grey weigh it. */
const LUMA: Colour = [0.299, 0.587, 0.114];

/** A colour without its brightness, of length 1: added to a grey it changes the hue, not the luma. */
function hueOf([red, green, blue]: Colour): Colour {
  const luma = LUMA[0] * red + LUMA[1] * green + LUMA[2] * blue;
  const [r, g, b] = [red - luma, green - luma, blue - luma];
  const length = Math.sqrt(r * r + g * g + b * b);
  return [r / length, g / length, b / length];
}

const red = hueOf([1, 0, 0]);
const yellow = hueOf([1, 1, 0]);
const green = hueOf([0, 1, 0]);
const blue = hueOf([0, 0, 1]);
const purple = hueOf([1, 0, 1]);

/** In the order of the class names. */
const CLASSES: readonly (readonly [Colour, Form])[] = [
  [red, disc],
  [yellow, disc],
  [yellow, hollowDisc],
  [green, hollowDisc],
  [green, square],
  [blue, square],
  [blue, triangle],
  [purple, triangle],
  [purple, plusSign],
  [red, plusSign],
];

/** How far the drawings vary; brightness and saturation of 1. */
const VARIATION = {
  /** Pixels of 32². */
  area: [130, 270],
  /** Pixels, each way. */
  shift: [-4, 4],
  /** tan of half the angle; ±0.2 is ±23°. */
  halfAngle: [-0.2, 0.2],
  luma: [0.38, 0.56],
  saturation: [0.25, 0.36],
  /** How far a hue leans to any other. */
  lean: [0, 0.25],
  /** Brightness of the ground above or below that of the form. */
  contrast: [0.08, 0.3],
  groundSaturation: [0, 0.12],
  /** From one side of the ground to the other. */
  slope: [-0.15, 0.15],
  /** Standard deviation of a value. */
  noise: [0.01, 0.04],
} as const satisfies Record<string, Range>;

const MOST_SPECKS = 6;

/** Draws one image of a class, `[size, size, 3]`, 0..255, into `target`. */
export function drawShape(label: number, size: number, random: Random, target: Uint8Array): void {
  const between = ([low, high]: Range) => low + random.uniform() * (high - low);
  const [hue, form] = CLASSES[label]!;
  const luma = between(VARIATION.luma);
  const contrast = between(VARIATION.contrast) * (random.integer(2) === 0 ? 1 : -1);
  const shown = colourOf(leaned(hue, between(VARIATION.lean), random), luma, between(VARIATION.saturation));
  const ground = colourOf(anyHue(random), luma + contrast, between(VARIATION.groundSaturation));
  const [slopeX, slopeY] = [between(VARIATION.slope), between(VARIATION.slope)];
  const noise = between(VARIATION.noise);
  const coverage = placed(form, size, between);
  const specks = randomSpecks(size, random);

  let at = 0;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const covered = coverage(x, y);
      const shade = slopeX * (x / (size - 1) - 0.5) + slopeY * (y / (size - 1) - 0.5);
      const speck = specks.get(y * size + x);
      for (let channel = 0; channel < 3; channel++) {
        const behind = (speck ?? ground)[channel]! + shade;
        const value = behind + covered * (shown[channel]! - behind) + noise * roughlyNormal(random.uint32());
        target[at++] = Math.round(255 * clamp(value));
      }
    }
  }
}

/** How much of a pixel a form covers that is scaled, turned and moved by chance. */
function placed(
  form: Form,
  size: number,
  between: (range: Range) => number,
): (x: number, y: number) => number {
  // A side of the form's square, in pixels.
  const scale = Math.sqrt(between(VARIATION.area)) * (size / 32);
  // cos and sin of an angle from the tangent of its half: exact arithmetic, the same everywhere.
  const t = between(VARIATION.halfAngle);
  const cos = (1 - t * t) / (1 + t * t);
  const sin = (2 * t) / (1 + t * t);
  // Half a pixel further out is a pixel half covered.
  const farthest = REACH + 0.5 / scale;
  const centreX = (size - 1) / 2 + between(VARIATION.shift);
  const centreY = (size - 1) / 2 + between(VARIATION.shift);
  return (x, y) => {
    const right = (x - centreX) / scale;
    const down = (y - centreY) / scale;
    if (right * right + down * down > farthest * farthest) return 0;
    return clamp(0.5 - scale * form(right * cos + down * sin, down * cos - right * sin));
  };
}

/** Single pixels of any colour, so that no single pixel gives a class away. */
function randomSpecks(size: number, random: Random): Map<number, Colour> {
  const specks = new Map<number, Colour>();
  for (let count = random.integer(MOST_SPECKS + 1); count > 0; count--) {
    const at = random.integer(size * size);
    specks.set(at, colourOf(anyHue(random), 0.3 + 0.4 * random.uniform(), 0.3));
  }
  return specks;
}

const colourOf = ([r, g, b]: Colour, luma: number, saturation: number): Colour => [
  luma + saturation * r,
  luma + saturation * g,
  luma + saturation * b,
];

const anyHue = (random: Random): Colour => hueOf([random.uniform(), random.uniform(), random.uniform()]);

function leaned([r, g, b]: Colour, amount: number, random: Random): Colour {
  const [otherR, otherG, otherB] = anyHue(random);
  return hueOf([r + amount * otherR, g + amount * otherG, b + amount * otherB]);
}
