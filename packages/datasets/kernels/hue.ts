/**
 * Hue, for 4 colours at once. As in Pillow, quotients have 32 bits, and what is made of them 64 until it is rounded
 * to 32 bits or cut off to a whole number; 64-bit steps are done on two colours at a time.
 */
import { PIXELS } from "./grey";

/** Turns the hue of each pixel of 3 channels by `shift` steps of 256, by way of 8-bit hue, saturation and value. */
export function turnHue(from: usize, to: usize, bytes: usize, shift: i32): void {
  for (let i: usize = 0; i < bytes; i += 3 * PIXELS) v128.store(to + i, turned(v128.load(from + i), shift));
}

@inline
function turned(colours: v128, shift: i32): v128 {
  const zero = i8x16.splat(0);
  const red = v128.shuffle<u8>(colours, zero, 0, 16, 16, 16, 3, 16, 16, 16, 6, 16, 16, 16, 9, 16, 16, 16);
  const green = v128.shuffle<u8>(colours, zero, 1, 16, 16, 16, 4, 16, 16, 16, 7, 16, 16, 16, 10, 16, 16, 16);
  const blue = v128.shuffle<u8>(colours, zero, 2, 16, 16, 16, 5, 16, 16, 16, 8, 16, 16, 16, 11, 16, 16, 16);
  const value = i32x4.max_s(red, i32x4.max_s(green, blue));
  const spread = i32x4.sub(value, i32x4.min_s(red, i32x4.min_s(green, blue)));
  const saturation = times255(f32x4.div(f32x4.convert_i32x4_s(spread), f32x4.convert_i32x4_s(value)));
  const hue = v128.and(
    i32x4.add(hueOf(red, green, blue, value, spread), i32x4.splat(shift)),
    i32x4.splat(255),
  );
  const sixths = i32x4.mul(hue, i32x4.splat(6));
  // By 255, exact for 16 bits.
  const section = i32x4.shr_u(i32x4.mul(sixths, i32x4.splat(32_897)), 23);
  const place = placeOf(sixths, section);
  const coloured = levelsOf(value, saturation, place);
  const grey = i32x4.mul(value, i32x4.splat(0x01_01_01_01));
  return chosen(v128.bitselect(grey, coloured, i32x4.eq(saturation, zero)), section);
}

/** 0..255, the whole circle. Where there is no spread there is no colour, and it is anything. */
@inline
function hueOf(red: v128, green: v128, blue: v128, value: v128, spread: v128): v128 {
  const divisor = f32x4.convert_i32x4_s(spread);
  const fromRed = f32x4.div(f32x4.convert_i32x4_s(i32x4.sub(value, red)), divisor);
  const fromGreen = f32x4.div(f32x4.convert_i32x4_s(i32x4.sub(value, green)), divisor);
  const fromBlue = f32x4.div(f32x4.convert_i32x4_s(i32x4.sub(value, blue)), divisor);
  const isRed = i32x4.eq(red, value);
  const isGreen = i32x4.eq(green, value);
  const start = v128.bitselect(
    f32x4.splat(0),
    v128.bitselect(f32x4.splat(2), f32x4.splat(4), isGreen),
    isRed,
  );
  const forth = v128.bitselect(fromBlue, v128.bitselect(fromRed, fromGreen, isGreen), isRed);
  const back = v128.bitselect(fromGreen, v128.bitselect(fromBlue, fromRed, isGreen), isRed);
  return times255(joined(turns(start, forth, back), turns(upper(start), upper(forth), upper(back))));
}

/** Of the lower two lanes, 0..1, in 32 bits. */
@inline
function turns(start: v128, forth: v128, back: v128): v128 {
  const sum = f64x2.add(f64x2.promote_low_f32x4(start), f64x2.promote_low_f32x4(forth));
  const sixths = f32x4.demote_f64x2_zero(f64x2.sub(sum, f64x2.promote_low_f32x4(back)));
  const one = f64x2.splat(1);
  const all = f64x2.add(f64x2.div(f64x2.promote_low_f32x4(sixths), f64x2.splat(6)), one);
  return f32x4.demote_f64x2_zero(f64x2.sub(all, v128.and(one, f64x2.ge(all, one))));
}

/** How far in its section a hue is, 0..1, in 32 bits. */
@inline
function placeOf(sixths: v128, section: v128): v128 {
  return joined(placeOfTwo(sixths, section), placeOfTwo(upper(sixths), upper(section)));
}

@inline
function placeOfTwo(sixths: v128, section: v128): v128 {
  const whole = f64x2.div(f64x2.convert_low_i32x4_u(sixths), f64x2.splat(255));
  return f32x4.demote_f64x2_zero(f64x2.sub(whole, f64x2.convert_low_i32x4_u(section)));
}

/** Of each colour the brightest, the darkest, a falling and a rising level, in the bytes of a word. */
@inline
function levelsOf(value: v128, saturation: v128, place: v128): v128 {
  const part = f32x4.div(f32x4.convert_i32x4_s(saturation), f32x4.splat(255));
  const falling = f32x4.mul(part, place);
  const one = f64x2.splat(1);
  const restA = f64x2.sub(one, f64x2.promote_low_f32x4(place));
  const restB = f64x2.sub(one, f64x2.promote_low_f32x4(upper(place)));
  const partA = f64x2.promote_low_f32x4(part);
  const partB = f64x2.promote_low_f32x4(upper(part));
  const valueA = f64x2.convert_low_i32x4_u(value);
  const valueB = f64x2.convert_low_i32x4_u(upper(value));
  const low = joined(dimmed(valueA, partA), dimmed(valueB, partB));
  const less = joined(
    dimmed(valueA, f64x2.promote_low_f32x4(falling)),
    dimmed(valueB, f64x2.promote_low_f32x4(upper(falling))),
  );
  const more = joined(dimmed(valueA, f64x2.mul(partA, restA)), dimmed(valueB, f64x2.mul(partB, restB)));
  const dark = v128.or(value, i32x4.shl(low, 8));
  return v128.or(dark, v128.or(i32x4.shl(less, 16), i32x4.shl(more, 24)));
}

/** `value · (1 − part)`, rounded. */
@inline
function dimmed(value: v128, part: v128): v128 {
  const level = f64x2.mul(value, f64x2.sub(f64x2.splat(1), part));
  return i32x4.trunc_sat_f64x2_s_zero(f64x2.add(level, f64x2.splat(0.5)));
}

/** The circle has six sections, of which the last step begins anew: which of four levels each channel has in each. */
@inline
function chosen(levels: v128, section: v128): v128 {
  const sections = v128.swizzle(section, i8x16(0, 0, 0, 4, 4, 4, 8, 8, 8, 12, 12, 12, 12, 12, 12, 12));
  const red = v128.swizzle(i8x16(0, 2, 1, 1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), sections);
  const green = v128.swizzle(i8x16(3, 0, 0, 2, 1, 1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0), sections);
  const blue = v128.swizzle(i8x16(1, 1, 3, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0), sections);
  const redGreen = v128.bitselect(red, green, i8x16(-1, 0, 0, -1, 0, 0, -1, 0, 0, -1, 0, 0, 0, 0, 0, 0));
  const all = v128.bitselect(blue, redGreen, i8x16(0, 0, -1, 0, 0, -1, 0, 0, -1, 0, 0, -1, 0, 0, 0, 0));
  return v128.swizzle(levels, i8x16.add(all, i8x16(0, 0, 0, 4, 4, 4, 8, 8, 8, 12, 12, 12, 12, 12, 12, 12)));
}

/** Cut off to whole numbers. */
@inline
function times255(parts: v128): v128 {
  const largest = f64x2.splat(255);
  return joined(
    i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(f64x2.promote_low_f32x4(parts), largest)),
    i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(f64x2.promote_low_f32x4(upper(parts)), largest)),
  );
}

/** The upper two words, lowered. */
@inline
function upper(words: v128): v128 {
  return v128.shuffle<i32>(words, words, 2, 3, 2, 3);
}

/** The lower two words of both. */
@inline
function joined(first: v128, second: v128): v128 {
  return v128.shuffle<i32>(first, second, 0, 1, 4, 5);
}
