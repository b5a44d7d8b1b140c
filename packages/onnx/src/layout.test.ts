import { expectAllClose } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sameLayout, transposeArray, transposedLayout } from "./layout.js";
import { portable } from "./lowering/portable.js";

const shapeWithOrder = fc
  .array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 })
  .chain((shape) => {
    const axes = shape.map((_, axis) => axis);
    const order = fc.shuffledSubarray(axes, { minLength: axes.length });
    return fc.tuple(fc.constant(shape), order);
  });

/** 0, 1, 2, …: every element tells where it came from. */
const numbered = (shape: readonly number[]) =>
  Float32Array.from({ length: shape.reduce((product, extent) => product * extent, 1) }, (_, i) => i);

describe("transposeArray", () => {
  it("moves elements as TensorFlow.js does", () => {
    fc.assert(
      fc.property(shapeWithOrder, ([shape, order]) => {
        const source = numbered(shape);
        const expected = tf.tidy(() => tf.tensor(source, shape).transpose(order).dataSync());
        expect(transposeArray(source, shape, order)).toEqual(expected);
      }),
    );
  });

  it("moves every bit of what is no number, also out of the middle of a buffer", () => {
    const bits = Uint32Array.of(0, 0x7f800001, 0xffc12345, 1, 0x80000000, 0x7fffffff, 2);
    const source = new Float32Array(bits.buffer, 4, 6);
    const moved = transposeArray(source, [2, 3], [1, 0]);
    expect([...new Uint32Array(moved.buffer)]).toEqual([1, 4, 2, 5, 3, 6].map((i) => bits[i]));
  });
});

describe("transposedLayout", () => {
  it("unpacks what it packed, and packs what it unpacked", () => {
    fc.assert(
      fc.property(shapeWithOrder, ([shape, order]) => {
        const values = numbered(shape);
        const layout = transposedLayout(shape, order);
        expect(layout.unpack(layout.pack(values))).toEqual(values);
        expect(layout.pack(layout.unpack(values))).toEqual(values);
      }),
    );
  });

  it("says where an axis of the model lies in the graph", () => {
    fc.assert(
      fc.property(shapeWithOrder, ([shape, order]) => {
        const layout = transposedLayout(shape, order);
        const found = shape.map((_, axis) =>
          layout
            .axesInGraph(axis)
            .map((graphAxis) => layout.shape[graphAxis])
            .at(0),
        );
        expect(found).toEqual(shape);
      }),
    );
  });
});

it("sameLayout hands out copies, so that a session cannot change the model's own weights", () => {
  const values = Float32Array.of(1, 2);
  const { pack, unpack } = sameLayout([2]);
  expect(pack(values)).toEqual(values);
  expect(pack(values)).not.toBe(values);
  expect(unpack(values)).not.toBe(values);
});

describe("layouts of the portable lowering", () => {
  it("a kernel goes from [height, width, in, out] to [out, in, height, width]", () => {
    const { shape, pack } = portable.kernelLayout([2, 3, 4, 5]);
    expect(shape).toEqual([5, 4, 2, 3]);
    const values = numbered([2, 3, 4, 5]);
    // Model element [1, 2, 3, 4] is graph element [4, 3, 1, 2].
    expect(pack(values)[((4 * 4 + 3) * 2 + 1) * 3 + 2]).toBe(((1 * 3 + 2) * 4 + 3) * 5 + 4);
  });

  it("the rows of a dense kernel go from height, width, channel to channel, height, width", () => {
    const extent = { height: 2, width: 3, channels: 4 };
    const { shape, pack, unpack, axesInGraph } = portable.flattenedLayout(extent, 2);
    expect(shape).toEqual([24, 2]);
    expect([axesInGraph(0), axesInGraph(1)]).toEqual([[0], [1]]);
    const values = numbered([24, 2]);
    // Feature (row 1, column 2, channel 3), unit 1.
    expect(pack(values)[((3 * 2 + 1) * 3 + 2) * 2 + 1]).toBe(((1 * 3 + 2) * 4 + 3) * 2 + 1);
    expectAllClose(unpack(pack(values)), values, 0);
  });
});
