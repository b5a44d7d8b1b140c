import { describe, expect, it } from "vitest";
import { type Padding, type Window, windowAxis } from "../src/graph/shapes.js";
import { loweringOf } from "../src/lowering/lowering-of.js";
import { type Bench, type Computation, expectAgreement } from "./lowering-agreement.js";
import { FASTEST } from "./lowerings.js";

/** The browser's runtime has no operators in blocks. */
const blocked = FASTEST === "portable" ? undefined : FASTEST.blocked;

const EXTENTS = [1, 2, 3, 4, 5, 6, 7];

interface Sliding {
  readonly size: number;
  readonly stride: number;
  readonly padding: Padding;
}

/** A square map of every extent on which the window finds a place, and as many of that height with another width. */
function windowsOf({ size, stride, padding }: Sliding): Window[] {
  const axes = EXTENTS.map((extent) => windowAxis(extent, size, stride, padding)).filter(
    ({ output }) => output > 0,
  );
  return axes.flatMap((height, i): Window[] => {
    const width = axes[(i * 3 + 1) % axes.length]!;
    return width === height
      ? [[height, height]]
      : [
          [height, height],
          [height, width],
        ];
  });
}

/** Forward and the three gradients of convolutions over these windows, in one graph. */
const convolutions =
  (windows: readonly Window[], channels: number, filters: number, groups: number): Computation =>
  (bench) => {
    for (const window of windows) convolution(bench, window, channels, filters, groups);
  };

function convolution(bench: Bench, window: Window, channels: number, filters: number, groups: number): void {
  const { lowering, maps, weight, mapsResult, weightResult } = bench;
  const [height, width] = window;
  const at = `${height.input}x${width.input}`;
  const shape = [height.size, width.size, channels / groups, filters];
  const layout = lowering.kernelLayout(shape, groups);
  const x = maps(`x ${at}`, [2, height.input, width.input, channels]);
  const kernel = weight(`kernel ${at}`, shape, layout);
  mapsResult(`y ${at}`, lowering.conv(x, kernel, undefined, window, groups), filters);
  const dy = maps(`dy ${at}`, [2, height.output, width.output, filters]);
  mapsResult(`dx ${at}`, lowering.convInputGradient(dy, kernel, window, groups), channels);
  weightResult(`dBias ${at}`, lowering.biasGradient(dy), lowering.channelLayout(filters));
  weightResult(`dKernel ${at}`, lowering.convKernelGradient(x, dy, window, groups), layout);
}

/** Max and average pooling of these windows with their gradients, in one graph. */
const poolings =
  (windows: readonly Window[], channels: number): Computation =>
  ({ lowering, maps, mapsResult }) => {
    for (const window of windows) {
      const [height, width] = window;
      const at = `${height.input}x${width.input}`;
      const x = maps(`x ${at}`, [2, height.input, width.input, channels]);
      const dy = maps(`dy ${at}`, [2, height.output, width.output, channels]);
      const largest = lowering.maxPool(x, window);
      mapsResult(`max ${at}`, largest, channels);
      mapsResult(`dmax ${at}`, lowering.maxPoolGradient(x, largest, dy, window), channels);
      mapsResult(`mean ${at}`, lowering.averagePool(x, window), channels);
      mapsResult(`dmean ${at}`, lowering.averagePoolGradient(dy, window), channels);
    }
  };

/** Which windows are tried. */
export interface WindowScan {
  readonly sizes: readonly number[];
  readonly strides: readonly number[];
  /** How many zeros are around the map, where it is neither "same" nor "valid". */
  readonly zeros: readonly number[];
}

/** The blocked lowering is compared with the portable one on every map of up to 7×7 under all these windows. */
export function testWindows({ sizes, strides, zeros }: WindowScan): void {
  const agree = (compute: Computation) => expectAgreement(loweringOf({ blocked: blocked! }), compute);
  const slidings = (["same", "valid", ...zeros] as const).flatMap((padding) =>
    sizes.flatMap((size) => strides.map((stride) => ({ padding, size, stride }))),
  );

  describe.skipIf(blocked === undefined)(
    "the blocked lowering agrees with the portable one on every map of up to 7×7",
    () => {
      it.each(slidings)("padding $padding, size $size, stride $stride", async ({ padding, size, stride }) => {
        const windows = windowsOf({
          size,
          stride,
          padding: typeof padding === "number" ? [padding, padding] : padding,
        });
        expect(windows).not.toEqual([]);
        await agree(convolutions(windows, 17, 18, 1));
        await agree(convolutions(windows, 17, 17, 17));
        if (typeof padding === "string") await agree(poolings(windows, 17));
      });
    },
  );
}
