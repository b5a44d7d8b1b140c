/** `degenerate + factor · (level − degenerate)` in 32-bit floats, each operation rounded, then cut off: as Pillow. */
import { greysOf, meanGrey, PIXELS } from "./grey";

/** 4 × 32 bits, not limited to 0..255 yet. */
@inline
function blended(degenerate: v128, levels: v128, factor: v128): v128 {
  const difference = f32x4.sub(f32x4.convert_i32x4_s(levels), degenerate);
  return i32x4.trunc_sat_f32x4_s(f32x4.add(degenerate, f32x4.mul(factor, difference)));
}

/** With one grey level. */
export function blendWithLevel(from: usize, to: usize, bytes: usize, level: i32, factor: f32): void {
  const degenerate = f32x4.splat(<f32>level);
  const factors = f32x4.splat(factor);
  for (let i: usize = 0; i < bytes; i += 16) {
    const levels = v128.load(from + i);
    const low = i16x8.extend_low_i8x16_u(levels);
    const high = i16x8.extend_high_i8x16_u(levels);
    const first = i16x8.narrow_i32x4_s(
      blended(degenerate, i32x4.extend_low_i16x8_u(low), factors),
      blended(degenerate, i32x4.extend_high_i16x8_u(low), factors),
    );
    const second = i16x8.narrow_i32x4_s(
      blended(degenerate, i32x4.extend_low_i16x8_u(high), factors),
      blended(degenerate, i32x4.extend_high_i16x8_u(high), factors),
    );
    v128.store(to + i, i8x16.narrow_i16x8_u(first, second));
  }
}

/** With the mean grey level of an image of 1 or 3 channels. */
export function blendWithMeanGrey(from: usize, to: usize, bytes: usize, channels: i32, factor: f32): void {
  blendWithLevel(from, to, bytes, meanGrey(from, bytes, channels), factor);
}

/** Each pixel of 3 channels with its own grey level. */
export function blendWithGrey(from: usize, to: usize, bytes: usize, factor: f32): void {
  const factors = f32x4.splat(factor);
  for (let i: usize = 0; i < bytes; i += 3 * PIXELS) {
    const colours = v128.load(from + i);
    const greys = f32x4.convert_i32x4_s(greysOf(colours));
    const low = i16x8.extend_low_i8x16_u(colours);
    const high = i16x8.extend_high_i8x16_u(colours);
    const first = i16x8.narrow_i32x4_s(
      blended(v128.shuffle<i32>(greys, greys, 0, 0, 0, 1), i32x4.extend_low_i16x8_u(low), factors),
      blended(v128.shuffle<i32>(greys, greys, 1, 1, 2, 2), i32x4.extend_high_i16x8_u(low), factors),
    );
    const third = blended(
      v128.shuffle<i32>(greys, greys, 2, 3, 3, 3),
      i32x4.extend_low_i16x8_u(high),
      factors,
    );
    v128.store(to + i, i8x16.narrow_i16x8_u(first, i16x8.narrow_i32x4_s(third, third)));
  }
}

/** With the image smoothed by [1 1 1; 1 5 1; 1 1 1] / 13, rounded. The outermost pixels stay as they are. */
export function blendWithSmooth(
  from: usize,
  to: usize,
  height: i32,
  row: usize,
  channels: usize,
  factor: f32,
): void {
  const factors = f32x4.splat(factor);
  memory.copy(to, from, height * row);
  for (let y = 1; y < height - 1; y++) {
    const start = y * row;
    const end = start + row - channels;
    for (let i = start + channels; i < end; i += 8) {
      const at = from + i;
      const levels = v128.load_ext<u8>(at);
      const others = i16x8.add(sumOfColumn(at - channels, row), sumOfColumn(at + channels, row));
      const sums = i16x8.add(i16x8.add(others, sumOfColumn(at, row)), i16x8.shl(levels, 2));
      const blends = i16x8.narrow_i32x4_s(
        blended(
          f32x4.convert_i32x4_s(thirteenths(i32x4.extend_low_i16x8_u(sums))),
          i32x4.extend_low_i16x8_u(levels),
          factors,
        ),
        blended(
          f32x4.convert_i32x4_s(thirteenths(i32x4.extend_high_i16x8_u(sums))),
          i32x4.extend_high_i16x8_u(levels),
          factors,
        ),
      );
      store<u64>(to + i, i64x2.extract_lane(i8x16.narrow_i16x8_u(blends, blends), 0));
    }
    // What the last vector wrote beyond.
    store<u64>(to + end, load<u64>(from + end));
  }
}

@inline
function sumOfColumn(at: usize, row: usize): v128 {
  return i16x8.add(
    i16x8.add(v128.load_ext<u8>(at - row), v128.load_ext<u8>(at)),
    v128.load_ext<u8>(at + row),
  );
}

/** Sums of 13 levels → means, rounded: (sum + 6) / 13, exact in this form up to 6,500. */
@inline
function thirteenths(sums: v128): v128 {
  return i32x4.shr_u(i32x4.mul(i32x4.add(sums, i32x4.splat(6)), i32x4.splat(5042)), 16);
}
