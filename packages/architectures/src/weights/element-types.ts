/** How the numbers of a weights file become float32. All are little-endian, at any byte offset. */
export interface ElementType {
  readonly bytes: number;
  decode(bytes: Uint8Array): Float32Array;
}

type Read = (view: DataView, offset: number) => number;

const elements = (size: number, read: Read): ElementType => ({
  bytes: size,
  decode(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const values = new Float32Array(bytes.length / size);
    // Several times as fast as Float32Array.from with a function: networks have millions of numbers.
    for (let index = 0; index < values.length; index++) values[index] = read(view, index * size);
    return values;
  },
});

export const elementTypes = {
  F64: elements(8, (view, at) => view.getFloat64(at, true)),
  // A copy, because a Float32Array has to begin at a multiple of four bytes. (`slice` of Node's Buffer makes none.)
  F32: { bytes: 4, decode: (bytes) => new Float32Array(new Uint8Array(bytes).buffer) },
  F16: elements(2, (view, at) => float16(view.getUint16(at, true))),
  BF16: elements(2, (view, at) => bfloat16(view.getUint16(at, true))),
  I64: elements(8, (view, at) => Number(view.getBigInt64(at, true))),
  I32: elements(4, (view, at) => view.getInt32(at, true)),
  I16: elements(2, (view, at) => view.getInt16(at, true)),
  I8: elements(1, (view, at) => view.getInt8(at)),
  U8: elements(1, (view, at) => view.getUint8(at)),
  BOOL: elements(1, (view, at) => view.getUint8(at)),
} as const satisfies Record<string, ElementType>;

const word = new DataView(new ArrayBuffer(4));

/** One sign bit, five of the exponent, ten of the fraction (IEEE 754); of a float32 one, eight and 23. */
export function float16(bits: number): number {
  const sign = bits & 0x8000;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return (sign === 0 ? 1 : -1) * fraction * SMALLEST_FLOAT16;
  // Biases are 15 and 127; an exponent of ones says infinite or NaN in both.
  const wide = exponent === 0x1f ? 0xff : exponent + 127 - 15;
  word.setUint32(0, (sign << 16) | (wide << 23) | (fraction << 13));
  return word.getFloat32(0);
}

const SMALLEST_FLOAT16 = 2 ** -24;

/** The upper half of a float32. */
export function bfloat16(bits: number): number {
  word.setUint32(0, bits << 16);
  return word.getFloat32(0);
}
