import { describe, expect, it } from "vitest";
import { type Computation, expectAgreement, noise } from "../../test/lowering-agreement.js";
import { FASTEST } from "../../test/lowerings.js";
import { add, clip, mul, relu } from "../graph/ops/elementwise.js";
import { type Window, windowAxis } from "../graph/shapes.js";
import { loweringOf } from "./lowering-of.js";

/** The browser's runtime has no operators in blocks. */
const blocked = FASTEST === "portable" ? undefined : FASTEST.blocked;

const agree = (compute: Computation, fromChannels?: number) =>
  expectAgreement(loweringOf({ blocked: blocked!, ...(fromChannels && { fromChannels }) }), compute);

interface Sliding {
  readonly height: number;
  readonly width: number;
  readonly size: number;
  readonly stride?: number;
  readonly padding?: "same" | "valid";
  readonly dilation?: number;
}

const windowOf = ({ height, width, size, stride = 1, padding = "same", dilation = 1 }: Sliding): Window => [
  windowAxis(height, size, stride, padding, dilation),
  windowAxis(width, size, stride, padding, dilation),
];

const combinations = <A, B>(first: readonly A[], second: readonly B[]): [A, B][] =>
  first.flatMap((a) => second.map((b): [A, B] => [a, b]));

const COUNTS = [1, 3, 10, 16, 17, 100];

/** Forward and the three gradients. */
const convolution =
  (batch: number, channels: number, filters: number, sliding: Sliding, groups = 1): Computation =>
  ({ lowering, maps, weight, mapsResult, weightResult }) => {
    const window = windowOf(sliding);
    const shape = [sliding.size, sliding.size, channels / groups, filters];
    const kernelLayout = lowering.kernelLayout(shape, groups);
    const biasLayout = lowering.channelLayout(filters);
    const x = maps("x", [batch, sliding.height, sliding.width, channels]);
    const kernel = weight("kernel", shape, kernelLayout);
    const bias = weight("bias", [filters], biasLayout);
    mapsResult("y", lowering.conv(x, kernel, bias, window, groups), filters);
    const dy = maps("dy", [batch, window[0].output, window[1].output, filters]);
    mapsResult("dx", lowering.convInputGradient(dy, kernel, window, groups), channels);
    weightResult("dKernel", lowering.convKernelGradient(x, dy, window, groups), kernelLayout);
    weightResult("dBias", lowering.biasGradient(dy), biasLayout);
  };

describe.skipIf(blocked === undefined)("the blocked lowering computes what the portable one does", () => {
  describe("convolutions", () => {
    it.each(combinations(COUNTS, COUNTS))("from %i to %i channels", async (channels, filters) => {
      await agree(convolution(3, channels, filters, { height: 7, width: 6, size: 3 }));
      await agree(convolution(2, channels, filters, { height: 7, width: 6, size: 3, stride: 2 }));
    });

    it.each([1, 2, 7, 8, 16, 17, 37, 100])("of %i images", async (batch) => {
      for (const [channels, filters] of [
        [3, 32],
        [17, 10],
        [32, 48],
      ] as const) {
        await agree(
          convolution(batch, channels, filters, { height: 6, width: 5, size: 3, padding: "valid" }),
        );
      }
    });

    it.each(combinations([1, 2, 3, 5, 7], [1, 2, 3, 4]))("of size %i, stride %i", async (size, stride) => {
      for (const padding of ["same", "valid"] as const) {
        await agree(convolution(2, 17, 18, { height: 9, width: 8, size, stride, padding }));
        await agree(convolution(2, 3, 18, { height: 8, width: 11, size, stride, padding }));
      }
    });

    it.each(["same", "valid"] as const)("with dilation, %s", (padding) =>
      agree(convolution(2, 17, 18, { height: 9, width: 8, size: 3, padding, dilation: 2 })),
    );

    // Maps of so many positions are multiplied image by image.
    it.each(combinations([17, 48], [1, 2]))(
      "of points from %i channels, stride %i",
      async (channels, stride) => {
        for (const filters of [16, 33]) {
          await agree(convolution(3, channels, filters, { height: 24, width: 23, size: 1 }));
          await agree(convolution(3, channels, filters, { height: 47, width: 45, size: 1, stride }));
        }
      },
    );

    it.each([1, 2, 3, 8, 16].filter((channels) => channels <= (blocked ?? 0)))(
      "with maps in blocks from %i channels on",
      async (fromChannels) => {
        for (const [channels, filters] of [
          [1, 3],
          [3, 10],
          [10, 3],
          [12, 17],
        ] as const) {
          await agree(convolution(5, channels, filters, { height: 7, width: 8, size: 3 }), fromChannels);
        }
      },
    );
  });

  it.each(combinations([3, 16, 17, 48], [1, 2, 3]))(
    "convolutions of %i channels, each by itself, stride %i",
    async (channels, stride) => {
      for (const size of [1, 2, 3, 5]) {
        for (const padding of ["same", "valid"] as const) {
          const sliding = { height: 9, width: 8, size, stride, padding };
          await agree(convolution(3, channels, channels, sliding, channels));
        }
      }
    },
  );

  /** Few different numbers make ties, of which the first gets the gradient. */
  const rounded = (levels: number) => (length: number) =>
    noise("x", length).map((value) => Math.round(value * levels) / levels);

  describe.each([
    { name: "noise", numbers: (length: number) => noise("x", length) },
    { name: "ties", numbers: rounded(2) },
    { name: "a flat image", numbers: (length: number) => new Float32Array(length).fill(1) },
  ])("poolings of $name", ({ numbers }) => {
    it.each([
      { height: 7, width: 8, size: 2, stride: 2 },
      { height: 7, width: 8, size: 2, stride: 2, padding: "valid" as const },
      { height: 7, width: 9, size: 3, stride: 3, padding: "valid" as const },
      { height: 7, width: 8, size: 3, stride: 2 },
      { height: 7, width: 8, size: 3, stride: 2, padding: "valid" as const },
      { height: 4, width: 5, size: 3, stride: 1 },
      { height: 4, width: 5, size: 4, stride: 4, padding: "valid" as const },
      { height: 9, width: 8, size: 5, stride: 2 },
      { height: 9, width: 11, size: 2, stride: 3, padding: "valid" as const },
    ])("%o", async (sliding) => {
      const window = windowOf(sliding);
      for (const channels of [3, 16, 17]) {
        await agree(({ lowering, maps, mapsResult }) => {
          const x = maps("x", [3, sliding.height, sliding.width, channels], numbers);
          const y = lowering.maxPool(x, window);
          const dy = maps("dy", [3, window[0].output, window[1].output, channels]);
          mapsResult("max", y, channels);
          mapsResult("dMax", lowering.maxPoolGradient(x, y, dy, window), channels);
          mapsResult("average", lowering.averagePool(x, window), channels);
          mapsResult("dAverage", lowering.averagePoolGradient(dy, window), channels);
        });
      }
    });

    it.each(combinations([1, 3, 17], ["same", "valid"] as const))(
      "behind a convolution of %i channels, %s",
      async (channels, padding) => {
        const [height, width] = [8, 7];
        const window = windowOf({ height, width, size: 3, padding });
        for (const size of [2, 3]) {
          const [rows, columns] = [window[0].output, window[1].output];
          const pool = windowOf({ height: rows, width: columns, size, stride: size, padding: "valid" });
          await agree(({ lowering, maps, weight, mapsResult, weightResult }) => {
            const kernelLayout = lowering.kernelLayout([3, 3, channels, 18]);
            const kernel = weight("kernel", [3, 3, channels, 18], kernelLayout);
            const x = maps("x", [5, height, width, channels], numbers);
            const { value, backward } = lowering.pooledConv(x, kernel, undefined, window, pool);
            const gradients = backward(maps("dy", [5, pool[0].output, pool[1].output, 18]));
            mapsResult("y", value, 18);
            mapsResult("dx", gradients.input(), channels);
            weightResult("dKernel", gradients.kernel(), kernelLayout);
            weightResult("dBias", gradients.bias(), lowering.channelLayout(18));
          });
        }
      },
    );
  });

  it.each(COUNTS)("numbers of each of %i channels", (channels) =>
    agree(({ lowering, maps, mapsResult }) => {
      const x = maps("x", [3, 4, 5, channels]);
      const numbers = lowering.perChannel(
        x,
        Array.from({ length: channels }, (_, channel) => channel - 3),
      );
      const mean = mul(lowering.channelSum(x), 1 / 60);
      const doubled = mul(x, 2);
      mapsResult("mean", mean, channels);
      mapsResult("dot", lowering.channelDot(x, doubled), channels);
      mapsResult("affine", lowering.affine(x, numbers, mean), channels);
      mapsResult("affine, to others", lowering.affine(x, numbers, mean, doubled), channels);
      mapsResult("scaled", lowering.affine(x, numbers), channels);
      mapsResult("relu of a sum", relu(add(lowering.affine(x, numbers), mul(x, 2))), channels);
      mapsResult("clip of a sum", clip(add(lowering.affine(x, numbers), mul(x, 2)), 0, 0.5), channels);
      const formula = lowering.formula([x, numbers, mean], (a, b, c) => add(mul(a, b), c));
      mapsResult("formula", formula, channels);
    }),
  );

  it.each(combinations(COUNTS, COUNTS))("movement of %i and %i channels", (channels, others) =>
    agree(({ lowering, maps, mapsResult }) => {
      const extent = { height: 4, width: 5, channels };
      const x = maps("x", [2, 4, 5, channels]);
      const z = maps("z", [2, 4, 5, others]);
      const borders = { top: 1, bottom: 2, left: 0, right: 3 };
      mapsResult("padded", lowering.pad(x, borders), channels);
      mapsResult("cropped", lowering.crop(x, borders), channels);
      mapsResult("repeated", lowering.upsample(x, [2, 3]), channels);
      mapsResult("flattened", lowering.unflatten(relu(lowering.flatten(x, extent)), extent), channels);
      const laidOut = [
        { value: x, extent },
        { value: z, extent: { ...extent, channels: others } },
      ];
      mapsResult("joined", lowering.concatChannels(laidOut), channels + others);
      const twice = lowering.concatChannels([...laidOut, ...laidOut]);
      mapsResult("joined twice", twice, 2 * (channels + others));
      for (const [start, end] of [
        [0, 1],
        [0, 16],
        [3, 17],
        [16, 100],
      ] as const) {
        if (end > channels) continue;
        const part = lowering.sliceChannels({ value: x, extent }, start, end);
        mapsResult(`from ${start} to ${end}`, part, end - start);
      }
    }),
  );
});

it("stores the padding of weights as zeros, which unpacking leaves out", () => {
  const lowering = loweringOf({ blocked: 8 });
  const layout = lowering.kernelLayout([1, 1, 9, 10]);
  expect(layout.shape).toEqual([2, 2, 1, 1, 8, 8]);
  const values = noise("kernel", 90);
  const packed = layout.pack(values);
  expect(packed.filter((value) => value !== 0)).toHaveLength(90);
  expect(layout.unpack(packed)).toEqual(values);
  // Channel 8 is the first of the second block, filter 9 the second of its second block.
  expect(packed[(1 * 2 + 1) * 64 + 0 * 8 + 1]).toBe(values[8 * 10 + 9]);
  expect([layout.axesInGraph(2), layout.axesInGraph(3)]).toEqual([
    [1, 4],
    [0, 5],
  ]);
});
