/**
 * Seeded random numbers that are the same on every platform: only integer operations and the
 * exactly rounded ones of IEEE arithmetic (+ − · / √) are used, never `Math.log` or `Math.sin`,
 * whose last digit differs between engines.
 */

/** A stream of random numbers. Each call advances it. */
export interface Random {
  /** An integer from 0 to 2³² − 1. */
  uint32(): number;
  /** As many calls of `uint32` as the array is long, several times as fast. Returns the array. */
  uint32s(target: Uint32Array): Uint32Array;
  /** A number in [0, 1), a multiple of 2⁻³². */
  uniform(): number;
  /** Standard normal: mean 0, variance 1. */
  normal(): number;
  /** An integer from 0 to n − 1, each equally likely; n from 1 to 2³². */
  integer(n: number): number;
  /** Puts the elements into a random order, in place, and returns the array. */
  shuffle<T extends Shufflable>(array: T): T;
}

type Shufflable =
  | unknown[]
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

const TWO_32 = 2 ** 32;

/**
 * The stream that belongs to a seed and any number of names. Streams with different names do not
 * depend on each other, so a consumer that is added does not shift the others:
 * `random(seed, "shuffle", epoch)`, `random(seed, "weights", layer)`.
 *
 * Generator: xoshiro128** (Blackman and Vigna, 2018), state from a 128-bit hash of the arguments.
 */
export function random(seed: number, ...names: readonly (string | number)[]): Random {
  const { stream, restart } = createStream();
  restart(absorb(EMPTY, nameOf(seed, names)));
  return stream;
}

/**
 * `random(seed, ...names, index)` for one index after another, much faster: what the streams have in common
 * is hashed once, and they share one object. Asking for the next stream ends the one before.
 */
export function randomStreams(
  seed: number,
  ...names: readonly (string | number)[]
): (index: number) => Random {
  const { stream, restart } = createStream();
  const common = absorb(EMPTY, `${nameOf(seed, names).slice(0, -1)},`);
  return (index) => {
    restart(absorb(common, `${index}]`));
    return stream;
  };
}

function nameOf(seed: number, names: readonly (string | number)[]): string {
  if (!Number.isFinite(seed)) {
    throw new Error(`[imgcls/datasets] random: expected a finite number as seed, received ${seed}.`);
  }
  return JSON.stringify([seed, ...names]);
}

/** A stream that starts anew from a hash as often as it is asked to. */
function createStream(): { readonly stream: Random; readonly restart: (hash: Hash) => void } {
  let [a, b, c, d] = EMPTY;
  let spareNormal: number | undefined;

  function restart(hash: Hash): void {
    [a, b, c, d] = finish(hash);
    spareNormal = undefined;
  }

  function uint32(): number {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  }

  /** The same steps on variables that stay in registers. */
  function uint32s(target: Uint32Array): Uint32Array {
    let [w, x, y, z] = [a, b, c, d];
    for (let i = 0; i < target.length; i++) {
      const product = Math.imul(x, 5);
      target[i] = Math.imul((product << 7) | (product >>> 25), 9);
      const shifted = x << 9;
      y ^= w;
      z ^= x;
      x ^= y;
      w ^= z;
      y ^= shifted;
      z = (z << 11) | (z >>> 21);
    }
    [a, b, c, d] = [w, x, y, z];
    return target;
  }

  const uniform = (): number => uint32() / TWO_32;

  /** Marsaglia's polar method; it makes two at a time. */
  function normal(): number {
    if (spareNormal !== undefined) {
      const value = spareNormal;
      spareNormal = undefined;
      return value;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * naturalLog(s)) / s);
      spareNormal = v * factor;
      return u * factor;
    }
  }

  function integer(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > TWO_32) {
      throw new Error(`[imgcls/datasets] random.integer: expected an integer from 1 to 2^32, received ${n}.`);
    }
    // Values past the last whole multiple of n would make small results likelier.
    const limit = TWO_32 - (TWO_32 % n);
    for (;;) {
      const value = uint32();
      if (value < limit) return value % n;
    }
  }

  /** Fisher and Yates. */
  function shuffle<T extends Shufflable>(array: T): T {
    for (let i = array.length - 1; i > 0; i--) {
      const j = integer(i + 1);
      const swapped = array[i]!;
      array[i] = array[j]!;
      array[j] = swapped;
    }
    return array;
  }

  return { stream: { uint32, uint32s, uniform, normal, integer, shuffle }, restart };
}

/** Four 32-bit words that all depend on every character (murmur3's mixing, four lanes that feed each other). */
type Hash = readonly [number, number, number, number];

const EMPTY: Hash = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x6a09e667];

function absorb([a, b, c, d]: Hash, text: string): Hash {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x85ebca6b) ^ (d >>> 15);
    b = Math.imul(b ^ unit, 0xc2b2ae35) ^ (a >>> 13);
    c = Math.imul(c ^ unit, 0x27d4eb2f) ^ (b >>> 16);
    d = Math.imul(d ^ unit, 0x165667b1) ^ (c >>> 14);
  }
  return [a, b, c, d];
}

function finish([a, b, c, d]: Hash): Hash {
  a = mix(a + b);
  b = mix(b + c);
  c = mix(c + d);
  d = mix(d + a);
  // The all-zero state is the only one xoshiro never leaves.
  return (a | b | c | d) === 0 ? [1, 2, 3, 4] : [a, b, c, d];
}

function mix(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

const SQRT_HALF = Math.sqrt(0.5);

/**
 * ln x for x > 0, from exactly rounded operations only:
 * x = m · 2ᵉ with m in [√½, √2), s = (m − 1) / (m + 1), ln m = 2 · (s + s³/3 + s⁵/5 + …).
 */
export function naturalLog(x: number): number {
  let mantissa = x;
  let exponent = 0;
  while (mantissa < SQRT_HALF) {
    mantissa *= 2;
    exponent--;
  }
  while (mantissa >= 2 * SQRT_HALF) {
    mantissa /= 2;
    exponent++;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let series = 0;
  for (let power = 21; power >= 1; power -= 2) series = series * square + 1 / power;
  return 2 * s * series + exponent * Math.LN2;
}
