/**
 * Test data from a formula instead of a file: the same numbers come out of `golden/formula.py`, so a model in
 * another framework starts from the same weights and sees the same images. Numbers belong to a stream; each
 * stream is an integer that names what is drawn.
 */

/** Streams of the parts of a training run; steps and layers count from 0. Seeds give other weights. */
export const streams = {
  weight: (index: number, seed = 0) => seed * 100_000 + index,
  images: (step: number) => 1000 + step,
  labels: (step: number) => 2000 + step,
  dropout: (layer: number, step: number) => 3000 + 100 * layer + step,
} as const;

/** 32 random bits: two rounds of a finalizer with low bias (constants of "lowbias32"). */
export function bitsAt(stream: number, index: number): number {
  return mix((mix(stream) + Math.imul(index, 0x9e3779b1)) >>> 0);
}

function mix(bits: number): number {
  let mixed = bits ^ (bits >>> 16);
  mixed = Math.imul(mixed, 0x7feb352d);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Uniform in [0, 1). */
export const uniformAt = (stream: number, index: number): number => bitsAt(stream, index) / 2 ** 32;

export const formulaBytes = (stream: number, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => bitsAt(stream, index) >>> 24);

/** Integers 0 … classes − 1. */
export const formulaLabels = (stream: number, length: number, classes: number): Int32Array =>
  Int32Array.from({ length }, (_, index) => uniformAt(stream, index) * classes);

/**
 * A kernel `[…, in, out]` as Glorot and Bengio (2010) draw it, uniform in ±√(6 / (fan in + fan out)); a bias
 * `[out]` uniform in ±0.1, so that it takes part in what is tested.
 */
export function formulaWeight(stream: number, shape: readonly number[]): Float32Array {
  const limit = shape.length === 1 ? 0.1 : glorotLimit(shape);
  const length = shape.reduce((product, extent) => product * extent, 1);
  return Float32Array.from({ length }, (_, index) => limit * (2 * uniformAt(stream, index) - 1));
}

function glorotLimit(shape: readonly number[]): number {
  const [inputs, outputs] = shape.slice(-2) as [number, number];
  const positions = shape.slice(0, -2).reduce((product, extent) => product * extent, 1);
  return Math.sqrt(6 / (positions * (inputs + outputs)));
}

/** The stream of a name: the 32-bit FNV-1a hash of ASCII text. */
export const streamOf = (name: string): number =>
  Array.from(name).reduce(
    (hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193),
    0x811c9dc5,
  ) >>> 0;

/**
 * A tensor of a PyTorch state dictionary, only from its name and shape: kernels uniform with He's limit; scales and
 * variances 0.5 … 1.5; biases and means within ±0.1.
 */
export function formulaTensor(name: string, shape: readonly number[]): Float32Array {
  const stream = streamOf(name);
  const length = shape.reduce((product, extent) => product * extent, 1);
  const numberOf = rangeOf(name, shape);
  return Float32Array.from({ length }, (_, index) => numberOf(uniformAt(stream, index)));
}

function rangeOf(name: string, shape: readonly number[]): (uniform: number) => number {
  if (shape.length > 1 && !name.endsWith("layer_scale")) {
    const limit = Math.sqrt(6 / shape.slice(1).reduce((product, extent) => product * extent, 1));
    return (uniform) => limit * (2 * uniform - 1);
  }
  return /bias$|running_mean$/.test(name) ? (uniform) => 0.1 * (2 * uniform - 1) : (uniform) => 0.5 + uniform;
}
