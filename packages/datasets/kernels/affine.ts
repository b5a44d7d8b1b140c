/**
 * An affine map with the nearest pixel. As in Pillow, positions are in fixed point with 16 bits for the fraction, but
 * where rows stay rows and columns columns they are 64-bit floats, one step added to the other.
 */
const ONE: i64 = 65_536;

/**
 * The output pixel (x, y) shows the image at (a·(x + ½) + b·(y + ½) + c, d·(x + ½) + e·(y + ½) + f), or `fill`, the
 * address of a pixel, where that is outside.
 */
export function affineNearest(
  from: usize,
  to: usize,
  height: i32,
  width: i32,
  channels: i32,
  fill: usize,
  a: f64,
  b: f64,
  c: f64,
  d: f64,
  e: f64,
  f: f64,
): void {
  if (b === 0 && d === 0) {
    scaleNearest(from, to, height, width, channels, fill, c + a * 0.5, f + e * 0.5, a, e);
    return;
  }
  const stepU = fixed(a);
  const stepV = fixed(d);
  const rowU = fixed(b);
  const rowV = fixed(e);
  let u = fixed(c + a * 0.5 + b * 0.5);
  let v = fixed(f + d * 0.5 + e * 0.5);
  const keepsRows = stepU === ONE && stepV === 0;
  for (let y = 0; y < height; y++) {
    if (keepsRows) moveRow(from, to, height, width, channels, fill, u >> 16, v >> 16);
    else drawRow(from, to, height, width, channels, fill, u, v, stepU, stepV);
    to += width * channels;
    u += rowU;
    v += rowV;
  }
}

/** From the position (u, v) on, in steps of `stepU` along a row and `stepV` from row to row. */
function scaleNearest(
  from: usize,
  to: usize,
  height: i32,
  width: i32,
  channels: i32,
  fill: usize,
  u: f64,
  v: f64,
  stepU: f64,
  stepV: f64,
): void {
  const row = width * channels;
  const isMoved = stepU === 1 && floor(u) + 0.5 === u;
  for (let y = 0; y < height; y++, v += stepV) {
    if (isMoved) {
      moveRow(from, to, height, width, channels, fill, <i64>floor(u), <i64>floor(v));
      to += row;
    } else if (v >= 0 && v < height) {
      const source = from + <i32>v * row;
      let at = u;
      for (let x = 0; x < width; x++, at += stepU) {
        const isInside = at >= 0 && at < width;
        to = copyPixel(to, isInside ? source + <i32>at * channels : fill, channels);
      }
    } else to = fillPixels(to, width, channels, fill);
  }
}

@inline
function fixed(value: f64): i64 {
  return <i64>floor<f64>(value * <f64>ONE + 0.5);
}

/** The pixels of one row of the image, `row`, from the one at `first` on: what shears along rows and translations make of a row. */
function moveRow(
  from: usize,
  to: usize,
  height: i32,
  width: i32,
  channels: i32,
  fill: usize,
  first: i64,
  row: i64,
): void {
  const isInside = row >= 0 && row < height;
  const start = isInside ? <i32>min<i64>(width, max<i64>(0, -first)) : width;
  const end = max(start, <i32>max<i64>(0, min<i64>(width, width - first)));
  to = fillPixels(to, start, channels, fill);
  if (end > start) {
    const source = from + (<i32>row * width + <i32>first + start) * channels;
    const bytes: usize = (end - start) * channels;
    for (let i: usize = 0; i < bytes; i += 16) v128.store(to + i, v128.load(source + i));
    to += bytes;
  }
  fillPixels(to, width - end, channels, fill);
}

/** A line through the image, which it enters and leaves once. */
function drawRow(
  from: usize,
  to: usize,
  height: i32,
  width: i32,
  channels: i32,
  fill: usize,
  u: i64,
  v: i64,
  stepU: i64,
  stepV: i64,
): void {
  const right = (<u64>width) << 16;
  const bottom = (<u64>height) << 16;
  const row = width * channels;
  let left = width;
  while (left > 0 && !(<u64>u < right && <u64>v < bottom)) {
    to = copyPixel(to, fill, channels);
    u += stepU;
    v += stepV;
    left--;
  }
  while (left > 0 && <u64>u < right && <u64>v < bottom) {
    to = copyPixel(to, from + <i32>(v >> 16) * row + <i32>(u >> 16) * channels, channels);
    u += stepU;
    v += stepV;
    left--;
  }
  fillPixels(to, left, channels, fill);
}

@inline
function fillPixels(to: usize, count: i32, channels: i32, fill: usize): usize {
  for (; count > 0; count--) to = copyPixel(to, fill, channels);
  return to;
}

/** In words of 4 channels: what it writes beyond the pixel is written again with the next one. */
@inline
function copyPixel(to: usize, from: usize, channels: i32): usize {
  store<u32>(to, load<u32>(from));
  for (let channel = 4; channel < channels; channel += 4) store<u32>(to + channel, load<u32>(from + channel));
  return to + channels;
}
