/**
 * Uniform random bytes that depend on nothing but (seed, layer, step): a training that is resumed at a step
 * draws what it would have drawn, and no generator has to be saved.
 *
 * Generator: xoshiro128** (Blackman and Vigna, 2018), about 3 GB/s. Its 128-bit state comes from hashing the
 * three, so the streams of two steps do not overlap in practice.
 *
 * @param bytes filled in place; its start must lie on a multiple of 4 bytes
 */
export function fillRandomBytes(
  bytes: Uint8Array,
  { seed, layer, step }: { readonly seed: number; readonly layer: string; readonly step: number },
): void {
  const state = initialState(seed, layer, step);
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
  fillWords(words, state);
  const rest = bytes.subarray(words.byteLength);
  if (rest.length > 0) {
    const last = new Uint32Array(1);
    fillWords(last, state);
    rest.set(new Uint8Array(last.buffer, 0, rest.length));
  }
}

type State = [number, number, number, number];

/** Advances the state. It lives in local variables meanwhile, which the loop keeps in registers. */
function fillWords(words: Uint32Array, state: State): void {
  let [a, b, c, d] = state;
  for (let i = 0; i < words.length; i++) {
    const product = Math.imul(b, 5);
    words[i] = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
  }
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = d;
}

/** One integer 0..2³¹ − 1 of the same stream, for libraries that take a seed. */
export function randomSeed(seed: number, layer: string, step: number): number {
  return initialState(seed, layer, step)[0] >>> 1;
}

/** Four words that all depend on every bit of the three inputs. */
function initialState(seed: number, layer: string, step: number): State {
  let hash = 0x9e3779b9;
  const absorb = (word: number) => {
    hash = mix(Math.imul(hash, 0x2545f491) ^ word);
  };
  absorb(seed | 0);
  absorb(Math.floor(seed / 2 ** 32) | 0);
  for (let i = 0; i < layer.length; i++) absorb(layer.charCodeAt(i));
  absorb(step);

  // A second pass with other constants for each word: 32 bits of hash alone would collide after 2¹⁶ streams.
  const word = (salt: number): number => {
    let value = salt;
    for (const part of [seed | 0, step, hash]) value = mix(Math.imul(value ^ part, 0x9e3779b1) + salt);
    return value;
  };
  const state: State = [word(0x243f6a88), word(0x85a308d3), word(0x13198a2e), word(0x03707344)];
  // The all-zero state is the only one xoshiro never leaves.
  return state.every((part) => part === 0) ? [1, 2, 3, 4] : state;
}

/** The finalizer of MurmurHash3: every input bit changes every output bit half of the time. */
function mix(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
