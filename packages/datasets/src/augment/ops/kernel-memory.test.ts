/** Kernels work on whole vectors: images of every size, with a rest of any length. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { affineFormula, formulas } from "../../../test/pixel-formulas.js";
import { type ImageShape, pixelsPerImage } from "../../labeled-images.js";
import { random } from "../../random.js";
import { fillOf } from "../definition.js";
import { drawer } from "../geometry.js";
import { brightness, contrast, saturation, sharpness } from "./blend.js";
import { grayscale } from "./grey.js";
import { betweenOperations } from "./kernel-memory.js";
import { autoContrast, equalize, invert, posterize, solarize } from "./lookup.js";
import type { PixelOperation } from "./pixel-operation.js";

interface Case {
  readonly of: (shape: ImageShape) => PixelOperation;
  readonly amounts: fc.Arbitrary<number>;
  readonly channels: readonly number[];
}

const ANY = [1, 2, 3, 4, 5, 9];
const COLOURS = [1, 3];
const factors = fc.oneof(fc.float({ min: -1, max: 4, noNaN: true }), fc.constantFrom(0, 1, 1e9, -1e9));
const none = fc.constant(0);

const cases: Readonly<Record<string, Case>> = {
  brightness: { of: brightness, amounts: factors, channels: ANY },
  contrast: { of: contrast, amounts: factors, channels: COLOURS },
  saturation: { of: saturation, amounts: factors, channels: COLOURS },
  sharpness: { of: sharpness, amounts: factors, channels: ANY },
  grayscale: {
    of: (shape) => (image, out) => grayscale(image, out, shape),
    amounts: none,
    channels: COLOURS,
  },
  invert: { of: () => invert, amounts: none, channels: ANY },
  posterize: { of: () => posterize, amounts: fc.integer({ min: 0, max: 8 }), channels: ANY },
  solarize: { of: solarize, amounts: fc.double({ min: -1, max: 257, noNaN: true }), channels: ANY },
  autoContrast: { of: autoContrast, amounts: none, channels: COLOURS },
  equalize: { of: equalize, amounts: none, channels: COLOURS },
};

const shapes = (channels: readonly number[]): fc.Arbitrary<ImageShape> =>
  fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), fc.constantFrom(...channels));

/** Noise between two levels. */
const images = (channels: readonly number[]) =>
  fc
    .record({ shape: shapes(channels), seed: fc.nat(), ends: fc.tuple(fc.nat(255), fc.nat(255)) })
    .map(({ shape, seed, ends: [a, b] }) => {
      const stream = random(seed);
      const levels = () => Math.min(a, b) + stream.integer(Math.abs(a - b) + 1);
      return { shape, image: Uint8Array.from({ length: pixelsPerImage(shape) }, levels) };
    });

it("has a formula for every case", () => expect(Object.keys(cases)).toEqual(Object.keys(formulas)));

describe.each(Object.entries(cases))("%s", (name, { of, amounts, channels }) => {
  it("is what its formula gives, whatever the size, also in place", () => {
    fc.assert(
      fc.property(images(channels), amounts, ({ shape, image }, amount) => {
        const expected = formulas[name]!(image, shape, amount);
        const operation = of(shape);
        const [out, inPlace, before] = [new Uint8Array(image.length), image.slice(), image.slice()];
        operation(image, out, amount);
        operation(inPlace, inPlace, amount);
        expect(out).toEqual(expected);
        expect(inPlace).toEqual(expected);
        expect(image).toEqual(before);
      }),
    );
  });
});

describe("affine maps", () => {
  const coefficient = fc.double({ min: -3, max: 3, noNaN: true });
  const shift = fc.double({ min: -50, max: 50, noNaN: true });
  const any = fc.tuple(coefficient, coefficient, shift, coefficient, coefficient, shift);
  // Rows stay rows.
  const along = fc.tuple(fc.constant(1), coefficient, shift, fc.constant(0), fc.constant(1), shift);

  const scaled = fc.tuple(coefficient, fc.constant(0), shift, fc.constant(0), coefficient, shift);
  const pixels = fc.integer({ min: -50, max: 50 });
  const moved = fc.tuple(fc.constant(1), fc.constant(0), pixels, fc.constant(0), coefficient, shift);

  it.each([
    ["of any kind", any],
    ["along rows", along],
    ["that scale", scaled],
    ["that move", moved],
    [
      "far away",
      fc.tuple(...Array.from({ length: 6 }, () => fc.double({ min: -1e6, max: 1e6, noNaN: true }))),
    ],
  ] as const)("%s show the nearest pixel, whatever the size", (_kind, coefficients) => {
    fc.assert(
      fc.property(images(ANY), coefficients, fc.nat(255), ({ shape, image }, map, level) => {
        const fill = shape[2] === 3 ? [level, 7, 250] : [level];
        const out = new Uint8Array(image.length);
        drawer("affine", shape, "nearest", fill)(image, out, Float64Array.from([...map, 0, 0]));
        expect(out).toEqual(affineFormula(image, shape, map, fillOf(fill, shape)));
      }),
    );
  });
});

describe("betweenOperations", () => {
  it("gives what two operations have between them, the same as copies would", () => {
    fc.assert(
      fc.property(images(COLOURS), factors, ({ shape, image }, factor) => {
        const between = betweenOperations(image.length);
        const out = new Uint8Array(image.length);
        const operations = [sharpness(shape), invert, saturation(shape)];
        operations[0]!(image, between[0], factor);
        operations[1]!(between[0], between[1], factor);
        operations[2]!(between[1], out, factor);
        const [copy, other] = [image.slice(), new Uint8Array(image.length)];
        operations[0]!(copy, copy, factor);
        operations[1]!(copy, copy, factor);
        operations[2]!(copy, other, factor);
        expect(out).toEqual(other);
      }),
    );
  });

  it("grows for larger images and goes back to smaller ones", () => {
    for (const side of [2, 600, 3, 1200, 2]) {
      const image = new Uint8Array(side * side * 3).fill(40);
      const [first, second] = betweenOperations(image.length);
      invert(image, first, 0);
      invert(first, second, 0);
      expect(second.length).toBe(image.length);
      expect(second.every((level) => level === 40)).toBe(true);
    }
  });
});
