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
    return Float32Array.from({ length: bytes.length / size }, (_, index) => read(view, index * size));
  },
});

export const elementTypes = {
  F64: elements(8, (view, at) => view.getFloat64(at, true)),
  // A copy, because a Float32Array has to begin at a multiple of four bytes.
  F32: { bytes: 4, decode: (bytes) => new Float32Array(bytes.slice().buffer) },
  F16: elements(2, (view, at) => float16(view.getUint16(at, true))),
  BF16: elements(2, (view, at) => bfloat16(view.getUint16(at, true))),
  I64: elements(8, (view, at) => Number(view.getBigInt64(at, true))),
  I32: elements(4, (view, at) => view.getInt32(at, true)),
  I16: elements(2, (view, at) => view.getInt16(at, true)),
  I8: elements(1, (view, at) => view.getInt8(at)),
  U8: elements(1, (view, at) => view.getUint8(at)),
  BOOL: elements(1, (view, at) => view.getUint8(at)),
} as const satisfies Record<string, ElementType>;

/** One sign bit, five of the exponent, ten of the fraction (IEEE 754). */
export function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const word = new DataView(new ArrayBuffer(4));

/** The upper half of a float32. */
export function bfloat16(bits: number): number {
  word.setUint32(0, bits << 16);
  return word.getFloat32(0);
}
