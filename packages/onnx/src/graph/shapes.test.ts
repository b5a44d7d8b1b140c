import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { broadcast, onnxPads, sizeOf, type Window, windowAxis } from "./shapes.js";

const extent = fc.integer({ min: 1, max: 12 });
const windows = fc
  .record({
    input: fc.integer({ min: 1, max: 40 }),
    size: fc.integer({ min: 1, max: 6 }),
    stride: fc.integer({ min: 1, max: 5 }),
    dilation: fc.integer({ min: 1, max: 3 }),
    padding: fc.constantFrom("valid" as const, "same" as const),
  })
  .filter(({ input, size, dilation, padding }) => padding === "same" || input > (size - 1) * dilation);

describe("windowAxis", () => {
  it("places windows as TensorFlow.js does", () => {
    fc.assert(
      fc.property(windows, ({ input, size, stride, dilation, padding }) => {
        const image: [number, number, number, number] = [1, input, input, 1];
        const expected = tf.backend_util.computeConv2DInfo(
          image,
          [size, size, 1, 1],
          stride,
          dilation,
          padding,
        );
        const axis = windowAxis(input, size, stride, padding, dilation);
        expect([axis.output, axis.padBefore, axis.padAfter]).toEqual([
          expected.outHeight,
          expected.padInfo.top,
          expected.padInfo.bottom,
        ]);
      }),
    );
  });

  it("keeps every window of the padded input inside it", () => {
    fc.assert(
      fc.property(windows, ({ input, size, stride, dilation, padding }) => {
        const { output, padBefore, padAfter } = windowAxis(input, size, stride, padding, dilation);
        const lastElement = (output - 1) * stride + (size - 1) * dilation;
        expect(lastElement).toBeLessThan(padBefore + input + padAfter);
      }),
    );
  });

  it("pads an even kernel at the end", () => {
    expect(windowAxis(5, 2, 1, "same")).toMatchObject({ output: 5, padBefore: 0, padAfter: 1 });
  });
});

it("onnxPads lists all beginnings, then all ends", () => {
  const window: Window = [windowAxis(5, 2, 1, "same"), windowAxis(5, 4, 1, "same")];
  expect(onnxPads(window)).toEqual([0, 1, 1, 2]);
});

describe("broadcast", () => {
  const shape = fc.array(extent, { maxLength: 4 });

  it("agrees with TensorFlow.js, also on what does not fit", () => {
    const near = shape.chain((a) =>
      fc.tuple(fc.constant(a), fc.array(fc.constantFrom(1, 2, ...a), { maxLength: 4 })),
    );
    fc.assert(
      fc.property(near, ([a, b]) => {
        expect(broadcast(a, b)).toEqual(tensorFlowShape(a, b));
      }),
    );
  });

  it("does not depend on the order", () => {
    fc.assert(
      fc.property(shape, shape, (a, b) => {
        expect(broadcast(a, b)).toEqual(broadcast(b, a));
      }),
    );
  });
});

function tensorFlowShape(a: number[], b: number[]): number[] | undefined {
  try {
    return tf.backend_util.assertAndGetBroadcastShape(a, b);
  } catch {
    return undefined;
  }
}

it("sizeOf a scalar is 1", () => {
  expect(sizeOf([])).toBe(1);
  expect(sizeOf([2, 3, 4])).toBe(24);
});
