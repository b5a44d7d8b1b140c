/** What convolution does, as pictures and number by number. */
import { type Checks, oneOf } from "@imgcls/checks";
import type { ImageShape } from "../labeled-images.js";
import { type Picture, pictureGrid } from "../looking/picture-grid.js";
import { checkOptions } from "../option-checks.js";
import { CLASSIC_KERNELS, KERNEL_NAMES, type KernelName } from "./classic-kernels.js";
import { type ConvolveOptions, convolve, maxPool, padFor, relu } from "./convolve.js";
import { filterImage } from "./filter-image.js";
import { channelOf, cut, type Grid } from "./grid.js";
import { type NumberRow, numberGrids, numberText } from "./number-grid.js";

export interface NumbersOptions {
  /** Default "strong-edges". */
  readonly kernel?: KernelName;
}

const CHECKS: Checks<NumbersOptions> = { kernel: oneOf(...KERNEL_NAMES) };
const DEFAULT_KERNEL = "strong-edges";

const LEAST_WIDTH = 168;
const PATCH = 7;
const POOL = 2;

const SETTINGS = [
  { stride: 1, padding: "valid" },
  { stride: 2, padding: "valid" },
  { stride: 1, padding: "same" },
  { stride: 2, padding: "same" },
  { stride: 1, padding: "full" },
  { stride: 2, padding: "full" },
] as const satisfies readonly ConvolveOptions[];

/** An image and what each classic kernel makes of it, as an SVG document. */
export function kernelPictures(pixels: Uint8Array, shape: ImageShape, title = "Classic kernels"): string {
  const pictures = KERNEL_NAMES.map((name): Picture => {
    const filtered = filterImage(pixels, shape, CLASSIC_KERNELS[name]);
    return { pixels: filtered, shape, caption: name };
  });
  return pictureGrid(pictures, { columns: 4, cellWidth: Math.max(LEAST_WIDTH, shape[1]), title });
}

/**
 * Convolution of a patch of 7 × 7 grey levels with every stride 1 and 2 and every padding, number by number: what the kernel
 * covers first, and how the first result is computed; as an SVG document.
 *
 * @param pixels grey levels, at least 7 × 7; the patch is where they differ most
 * @throws DatasetOptionsError for an unknown kernel or option, and an image that is smaller or has colours
 */
export function convolutionNumbers(
  pixels: Uint8Array,
  shape: ImageShape,
  options: NumbersOptions = {},
): string {
  checkOptions("convolutionNumbers", options, CHECKS, () => greyProblems(shape));
  const image = channelOf(pixels, shape);
  const { kernel: name = DEFAULT_KERNEL } = options;
  const kernel = CLASSIC_KERNELS[name];
  const { patch, top, left } = liveliestPatch(image);
  const rows = SETTINGS.map((setting): NumberRow => {
    const { grid, rows, columns } = padFor(patch, kernel, setting);
    const result = convolve(patch, kernel, setting);
    const size = `${result.height} × ${result.width}`;
    return {
      heading: `Stride ${setting.stride}, padding “${setting.padding}”`,
      grids: [
        {
          grid,
          caption: setting.padding === "valid" ? "grey levels" : "grey levels, and zeros around them",
          window: kernel,
          borders: { top: rows.before, bottom: rows.after, left: columns.before, right: columns.after },
        },
        { grid: kernel, caption: name, sign: "∗" },
        { grid: result, caption: `result: ${size}`, window: { height: 1, width: 1 }, sign: "=" },
      ],
      note: `first: ${productsOf(cut(grid, 0, 0, kernel.height, kernel.width), kernel)} = ${numberText(result.values[0]!)}`,
    };
  });
  return numberGrids(
    `Rows ${top} to ${top + PATCH - 1}, columns ${left} to ${left + PATCH - 1} and “${name}”`,
    rows,
  );
}

/**
 * What a layer of a network does, step by step: convolution with a classic kernel, relu, max pooling of 2 × 2; of the whole
 * image as pictures, and of a patch as numbers. Two SVG documents.
 *
 * @param pixels grey levels, at least 7 × 7
 * @throws DatasetOptionsError for an unknown kernel or option, and an image that is smaller or has colours
 */
export function networkSteps(
  pixels: Uint8Array,
  shape: ImageShape,
  options: NumbersOptions = {},
): { pictures: string; numbers: string } {
  checkOptions("networkSteps", options, CHECKS, () => greyProblems(shape));
  const image = channelOf(pixels, shape);
  const { kernel: name = DEFAULT_KERNEL } = options;
  const stepsOf = (grid: Grid) => {
    const convolved = convolve(grid, CLASSIC_KERNELS[name]);
    const positive = relu(convolved);
    return [
      { grid, caption: "grey levels" },
      { grid: convolved, caption: "convolution" },
      { grid: positive, caption: "relu" },
      { grid: maxPool(positive, POOL), caption: `max pooling ${POOL} × ${POOL}` },
    ];
  };
  const pictures = stepsOf(image).map(({ grid, caption }): Picture => {
    const size = `${grid.height} × ${grid.width}`;
    return { pixels: greyLevels(grid), shape: [grid.height, grid.width, 1], caption: `${caption}, ${size}` };
  });
  const title = `Convolution with “${name}”, relu, pooling`;
  const { patch } = liveliestPatch(image);
  return {
    pictures: pictureGrid(pictures, { columns: 4, cellWidth: Math.max(LEAST_WIDTH, image.width), title }),
    numbers: numberGrids(title, [{ heading: "7 × 7 of its numbers", grids: stepsOf(patch) }]),
  };
}

const greyProblems = ([height, width, channels]: ImageShape): string[] =>
  height >= PATCH && width >= PATCH && channels === 1
    ? []
    : [
        `expected a grey image of at least ${PATCH} × ${PATCH}, received [${[height, width, channels].join(", ")}]`,
      ];

/** The patch whose grey levels vary most. */
function liveliestPatch(image: Grid): { patch: Grid; top: number; left: number } {
  let best = { patch: cut(image, 0, 0, PATCH, PATCH), top: 0, left: 0 };
  let greatest = Number.NEGATIVE_INFINITY;
  for (let top = 0; top + PATCH <= image.height; top += PATCH) {
    for (let left = 0; left + PATCH <= image.width; left += PATCH) {
      const patch = cut(image, top, left, PATCH, PATCH);
      const variance = varianceOf(patch.values);
      if (variance <= greatest) continue;
      greatest = variance;
      best = { patch, top, left };
    }
  }
  return best;
}

function varianceOf(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

/** The least number black, the greatest white; numbers from 0 on begin with black at 0. */
function greyLevels({ values }: Grid): Uint8Array {
  const least = values.reduce((a, b) => Math.min(a, b), 0);
  const range = values.reduce((a, b) => Math.max(a, b), least) - least || 1;
  return Uint8Array.from(values, (value) => Math.round((255 * (value - least)) / range));
}

/** "−1·12 + 8·200": what is 0 in the kernel is left out. */
const productsOf = (window: Grid, kernel: Grid): string =>
  Array.from(kernel.values, (factor, i) => ({ factor, value: window.values[i]! }))
    .filter(({ factor }) => factor !== 0)
    .map(({ factor, value }) => `${numberText(factor)}·${numberText(value)}`)
    .join(" + ");
