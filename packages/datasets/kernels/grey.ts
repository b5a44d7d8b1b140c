/** ITU-R 601-2 luma in fixed point with 16 bits for the fraction, as Pillow's. Green is taken in two halves: 16 bits have a sign. */
const RED: i16 = 19_595;
const HALF_GREEN: i16 = 19_235;
const BLUE: i16 = 7_471;

/** Pixels of 3 channels in a vector; 4 bytes are left. */
export const PIXELS: usize = 4;

/** The grey levels of 4 colours, from the first 12 bytes, in 4 × 32 bits. */
@inline
export function greysOf(colours: v128): v128 {
  const zero = i8x16.splat(0);
  const redGreen = v128.shuffle<u8>(colours, zero, 0, 16, 1, 16, 3, 16, 4, 16, 6, 16, 7, 16, 9, 16, 10, 16);
  const greenBlue = v128.shuffle<u8>(colours, zero, 1, 16, 2, 16, 4, 16, 5, 16, 7, 16, 8, 16, 10, 16, 11, 16);
  const first = i32x4.dot_i16x8_s(
    redGreen,
    i16x8(RED, HALF_GREEN, RED, HALF_GREEN, RED, HALF_GREEN, RED, HALF_GREEN),
  );
  const second = i32x4.dot_i16x8_s(
    greenBlue,
    i16x8(HALF_GREEN, BLUE, HALF_GREEN, BLUE, HALF_GREEN, BLUE, HALF_GREEN, BLUE),
  );
  return i32x4.shr_u(i32x4.add(i32x4.add(first, second), i32x4.splat(0x8000)), 16);
}

/** All 3 channels become the grey level. */
export function grayscale(from: usize, to: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 3 * PIXELS) {
    const greys = greysOf(v128.load(from + i));
    v128.store(to + i, v128.swizzle(greys, i8x16(0, 0, 0, 4, 4, 4, 8, 8, 8, 12, 12, 12, 12, 12, 12, 12)));
  }
}

/** Rounded, of an image of 1 or 3 channels. */
export function meanGrey(image: usize, bytes: usize, channels: i32): i32 {
  // Black adds nothing.
  memory.fill(image + bytes, 0, 16);
  const sum = channels === 1 ? sumOfLevels(image, bytes) : sumOfGreys(image, bytes);
  return <i32>(<f64>sum / <f64>(<i32>bytes / channels) + 0.5);
}

function sumOfLevels(image: usize, bytes: usize): i64 {
  let sums = i64x2.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) {
    sums = withAdded(
      sums,
      i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(v128.load(image + i))),
    );
  }
  return i64x2.extract_lane(sums, 0) + i64x2.extract_lane(sums, 1);
}

function sumOfGreys(image: usize, bytes: usize): i64 {
  let sums = i64x2.splat(0);
  for (let i: usize = 0; i < bytes; i += 3 * PIXELS) sums = withAdded(sums, greysOf(v128.load(image + i)));
  return i64x2.extract_lane(sums, 0) + i64x2.extract_lane(sums, 1);
}

@inline
function withAdded(sums: v128, words: v128): v128 {
  return i64x2.add(i64x2.add(sums, i64x2.extend_low_i32x4_u(words)), i64x2.extend_high_i32x4_u(words));
}
