/** Keeps the bits of the mask in every level. */
export function maskLevels(from: usize, to: usize, bytes: usize, mask: i32): void {
  const masks = i8x16.splat(<i8>mask);
  for (let i: usize = 0; i < bytes; i += 16) v128.store(to + i, v128.and(v128.load(from + i), masks));
}

/** Turns levels from the threshold, 0..255, on into 255 − level. */
export function invertFrom(from: usize, to: usize, bytes: usize, threshold: i32): void {
  const thresholds = i8x16.splat(<i8>threshold);
  for (let i: usize = 0; i < bytes; i += 16) {
    const levels = v128.load(from + i);
    v128.store(to + i, v128.xor(levels, i8x16.ge_u(levels, thresholds)));
  }
}
