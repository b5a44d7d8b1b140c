/** Bilinear resizing of images of 3 channels, in Pillow's arithmetic: weights of 22 fractional bits, rounded to 8 bits. */
const FRACTION_BITS: i32 = 22;
const HALF: i32 = 1 << (FRACTION_BITS - 1);

/**
 * Along the rows. `starts`, `counts` and `values` are addresses of 32-bit numbers: for each column of the result the first
 * column it is made of, how many there are, and their weights, of `taps` each.
 *
 * @param stride bytes from one row that is read to the next
 */
export function resizeRows(
  from: usize,
  to: usize,
  height: i32,
  stride: i32,
  newWidth: i32,
  starts: usize,
  counts: usize,
  values: usize,
  taps: i32,
): void {
  for (let y = 0; y < height; y++, from += stride) {
    for (let x = 0; x < newWidth; x++, to += 3) {
      let pixel = from + 3 * load<i32>(starts + 4 * x);
      let weight = values + 4 * x * taps;
      const end = weight + 4 * load<i32>(counts + 4 * x);
      let sums = i32x4.splat(HALF);
      for (; weight < end; weight += 4, pixel += 3) {
        const levels = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(pixel)));
        sums = i32x4.add(sums, i32x4.mul(levels, v128.load32_splat(weight)));
      }
      const words = i16x8.narrow_i32x4_s(i32x4.shr_s(sums, FRACTION_BITS), sums);
      v128.store32_lane(to, i8x16.narrow_i16x8_u(words, words), 0);
    }
  }
}

/** Along the columns: the same for rows of so many bytes. */
export function resizeColumns(
  from: usize,
  to: usize,
  stride: i32,
  rowLength: i32,
  newHeight: i32,
  starts: usize,
  counts: usize,
  values: usize,
  taps: i32,
): void {
  for (let y = 0; y < newHeight; y++, to += rowLength) {
    const first = from + load<i32>(starts + 4 * y) * stride;
    const weights = values + 4 * y * taps;
    const end = weights + 4 * load<i32>(counts + 4 * y);
    for (let x = 0; x < rowLength; x += 16) {
      let a = i32x4.splat(HALF);
      let b = a;
      let c = a;
      let d = a;
      let row = first + x;
      for (let weight = weights; weight < end; weight += 4, row += stride) {
        const factor = v128.load32_splat(weight);
        const levels = v128.load(row);
        const low = i16x8.extend_low_i8x16_u(levels);
        const high = i16x8.extend_high_i8x16_u(levels);
        a = i32x4.add(a, i32x4.mul(i32x4.extend_low_i16x8_u(low), factor));
        b = i32x4.add(b, i32x4.mul(i32x4.extend_high_i16x8_u(low), factor));
        c = i32x4.add(c, i32x4.mul(i32x4.extend_low_i16x8_u(high), factor));
        d = i32x4.add(d, i32x4.mul(i32x4.extend_high_i16x8_u(high), factor));
      }
      const words = i16x8.narrow_i32x4_s(i32x4.shr_s(a, FRACTION_BITS), i32x4.shr_s(b, FRACTION_BITS));
      const more = i16x8.narrow_i32x4_s(i32x4.shr_s(c, FRACTION_BITS), i32x4.shr_s(d, FRACTION_BITS));
      v128.store(to + x, i8x16.narrow_i16x8_u(words, more));
    }
  }
}
