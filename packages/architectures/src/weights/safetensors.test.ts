import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WeightsError } from "../errors.js";
import { readSafetensors } from "./safetensors.js";

interface Entry {
  readonly dtype: unknown;
  readonly shape: unknown;
  readonly data_offsets: unknown;
}

const withHeader = (header: string, data: Uint8Array = new Uint8Array(), length?: bigint): Uint8Array => {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
};

const file = (entries: Record<string, Entry | Record<string, string>>, data?: Uint8Array): Uint8Array =>
  withHeader(JSON.stringify(entries), data);

const f32 = (shape: number[], from: number, to: number): Entry => ({
  dtype: "F32",
  shape,
  data_offsets: [from, to],
});

it("reads float32 at any byte offset, and skips the metadata", () => {
  const numbers = new Uint8Array(new Float32Array([1, 2, 3, -4.5]).buffer);
  const bytes = file({ __metadata__: { format: "pt" }, b: f32([], 12, 16), a: f32([3, 1], 0, 12) }, numbers);
  const tensors = readSafetensors(bytes);
  expect([...tensors.keys()]).toEqual(["a", "b"]);
  expect(tensors.get("a")?.shape).toEqual([3, 1]);
  expect(tensors.get("a")?.values()).toEqual(new Float32Array([1, 2, 3]));
  expect(tensors.get("b")?.values()).toEqual(new Float32Array([-4.5]));
});

/** Bit patterns and values of IEEE 754 and of bfloat16, the upper half of a float32. */
it.each([
  [
    "F16",
    [0x3c00, 0xc000, 0x0001, 0x7bff, 0x3555, 0x8000, 0xfc00],
    [1, -2, 2 ** -24, 65504, 0.333251953125, -0, Number.NEGATIVE_INFINITY],
  ],
  ["BF16", [0x3f80, 0xc040, 0x3eab], [1, -3, 0.333984375]],
])("reads %s", (dtype, words, expected) => {
  const data = new Uint8Array(new Uint16Array(words).buffer);
  const bytes = file({ x: { dtype, shape: [words.length], data_offsets: [0, data.length] } }, data);
  expect(Array.from(readSafetensors(bytes).get("x")?.values() ?? [])).toEqual(expected);
});

it("reads float64 and integers", () => {
  const data = new Uint8Array(17);
  const view = new DataView(data.buffer);
  view.setFloat64(0, 0.5, true);
  view.setBigInt64(8, -7n, true);
  view.setInt8(16, -1);
  const tensors = readSafetensors(
    file(
      {
        a: { dtype: "F64", shape: [1], data_offsets: [0, 8] },
        b: { dtype: "I64", shape: [], data_offsets: [8, 16] },
        c: { dtype: "I8", shape: [1], data_offsets: [16, 17] },
      },
      data,
    ),
  );
  expect([...tensors.values()].map((tensor) => tensor.values()[0])).toEqual([0.5, -7, -1]);
});

it("survives hostile files: reads as many numbers as the shapes say, or throws WeightsError", () => {
  const numbers = new Uint8Array(new Float32Array([1, 2, 3, 4]).buffer);
  const whole = file({ a: f32([3, 1], 0, 12), b: f32([], 12, 16) }, numbers);
  const change = fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 }));
  fc.assert(
    fc.property(fc.array(change), fc.nat({ max: whole.length }), (changes, length) => {
      const bytes = whole.slice(0, length);
      for (const [at, value] of changes) bytes[at] = value;
      try {
        for (const { shape, values } of readSafetensors(bytes).values()) {
          expect(values()).toHaveLength(shape.reduce((product, extent) => product * extent, 1));
        }
      } catch (error) {
        if (!(error instanceof WeightsError)) throw error;
      }
    }),
    { numRuns: 1000 },
  );
});

describe("rejects a file", () => {
  const four = new Uint8Array(4);
  it.each([
    ["that is too short", new Uint8Array(7), "expected at least 8 bytes, found 7"],
    [
      "whose header is longer than the file",
      withHeader("{}", four, 7n),
      "header of 7 bytes does not fit into 6",
    ],
    ["whose header is absurd", withHeader("{}", four, 2n ** 63n), "does not fit into 6"],
    ["whose header is no JSON", withHeader("{oh"), "its header is not JSON"],
    ["whose header is no text", withHeader(String.fromCharCode(0xd800)), "its header is not JSON"],
    ["whose header is a list", withHeader("[]"), "expected a JSON object"],
    ["with an entry that is nothing", withHeader('{"x":null}'), '"x": expected a dtype of'],
    ["with an unknown dtype", file({ x: { ...f32([1], 0, 4), dtype: "F8" } }, four), 'found "F8"'],
    [
      "with a dtype of Object's own",
      file({ x: { ...f32([1], 0, 4), dtype: "constructor" } }, four),
      'found "constructor"',
    ],
    ["with a negative extent", file({ x: f32([-1], 0, 4) }, four), "expected a shape of counts, found [-1]"],
    ["with a huge extent", file({ x: f32([2 ** 60], 0, 4) }, four), "expected a shape of counts"],
    [
      "whose extents overflow",
      file({ x: f32([2 ** 40, 2 ** 40], 0, 4) }, four),
      "takes 4.835703278458517e+24 bytes, its data_offsets [0,4] hold 4",
    ],
    [
      "with one offset",
      file({ x: { ...f32([1], 0, 4), data_offsets: [0] } }, four),
      "data_offsets of two counts",
    ],
    ["with swapped offsets", file({ x: f32([1], 4, 0) }, four), "hold -4"],
    [
      "with overlapping tensors",
      file({ x: f32([1], 0, 4), y: f32([1], 0, 4) }, four),
      '"y": expected to start at byte 4',
    ],
    [
      "with a hole",
      file({ x: f32([1], 4, 8) }, new Uint8Array(8)),
      '"x": expected to start at byte 0, found 4',
    ],
    ["with too few numbers", file({ x: f32([2], 0, 8) }, four), "expected 8 bytes of numbers, found 4"],
    [
      "with numbers left over",
      file({ x: f32([1], 0, 4) }, new Uint8Array(8)),
      "expected 4 bytes of numbers, found 8",
    ],
  ])("%s", (_, bytes, problem) => {
    expect(() => readSafetensors(bytes)).toThrow(WeightsError);
    expect(() => readSafetensors(bytes)).toThrow(problem);
  });

  it("and lists all of what is wrong", () => {
    const bytes = file({ x: { ...f32([1], 0, 4), dtype: "F8" }, y: f32([-1], 0, 4) }, four);
    try {
      readSafetensors(bytes);
      expect.unreachable();
    } catch (error) {
      expect((error as WeightsError).problems).toHaveLength(2);
    }
  });
});
