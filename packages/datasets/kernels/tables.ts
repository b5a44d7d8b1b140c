/** Operations that replace each level of a channel by another one, found from the levels that it has. */
import { countLevels, histogramOf } from "./histogram";

const LEVELS = 256;
const CHANNELS = 3;

/** One table a channel. */
const tables = memory.data(CHANNELS * LEVELS, 16);

/** Stretches the levels of each of 1 or 3 channels to 0..255. */
export function stretch(from: usize, to: usize, bytes: usize, channels: i32): void {
  findExtremes(from, bytes, channels);
  for (let channel = 0; channel < channels; channel++) {
    let least = 255;
    let greatest = 0;
    for (let i: usize = channel; i < BLOCK; i += channels) {
      least = min(least, <i32>load<u8>(extremes + i));
      greatest = max(greatest, <i32>load<u8>(extremes + BLOCK + i));
    }
    setStretchingTable(tables + channel * LEVELS, least, greatest);
  }
  applyTables(from, to, bytes, channels);
}

/** Spreads the levels of each of 1 or 3 channels so that all are about equally frequent. */
export function equalize(from: usize, to: usize, bytes: usize, channels: i32): void {
  countLevels(from, bytes, channels);
  const pixels = <i32>bytes / channels;
  for (let channel = 0; channel < channels; channel++) {
    setEqualizingTable(tables + channel * LEVELS, histogramOf(channel), pixels);
  }
  applyTables(from, to, bytes, channels);
}

/** Of 16 pixels of 3 channels: every byte of a block is always of the same channel. */
const BLOCK: usize = 48;

/** The least of what is at each place of the blocks, then the greatest. */
const extremes = memory.data(96, 16);

function findExtremes(image: usize, bytes: usize, channels: usize): void {
  const end = image + ((bytes + BLOCK - 1) / BLOCK) * BLOCK;
  // Filled up with the last pixel.
  for (let at = image + bytes; at < end; at++) store<u8>(at, load<u8>(at - channels));
  for (let part: usize = 0; part < BLOCK; part += 16) {
    let least = v128.load(image + part);
    let greatest = least;
    for (let at = image + part; at < end; at += BLOCK) {
      const levels = v128.load(at);
      least = i8x16.min_u(least, levels);
      greatest = i8x16.max_u(greatest, levels);
    }
    v128.store(extremes + part, least);
    v128.store(extremes + BLOCK + part, greatest);
  }
}

function setIdentity(table: usize): void {
  for (let level = 0; level < LEVELS; level++) store<u8>(table + level, level);
}

/** Sets the levels from `least` to `greatest`, the only ones there are; two at a time. */
function setStretchingTable(table: usize, least: i32, greatest: i32): void {
  if (greatest <= least) {
    setIdentity(table);
    return;
  }
  const scale = 255.0 / <f64>(greatest - least);
  const scales = f64x2.splat(scale);
  const offsets = f64x2.splat(-(<f64>least) * scale);
  const start = least & ~1;
  let levels = f64x2.add(f64x2.splat(<f64>start), f64x2(0, 1));
  for (let level = start; level <= greatest; level += 2) {
    const stretched = i32x4.trunc_sat_f64x2_s_zero(f64x2.add(f64x2.mul(levels, scales), offsets));
    const narrow = i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(stretched, stretched), stretched);
    store<u16>(table + level, i16x8.extract_lane_u(narrow, 0));
    levels = f64x2.add(levels, f64x2.splat(2));
  }
}

function setEqualizingTable(table: usize, histogram: usize, pixels: i32): void {
  let greatest = LEVELS - 1;
  while (greatest > 0 && load<i32>(histogram + (greatest << 2)) === 0) greatest--;
  const step = (pixels - load<i32>(histogram + (greatest << 2))) / 255;
  if (step === 0) {
    setIdentity(table);
    return;
  }
  let sum = step / 2;
  for (let level = 0; level <= greatest; level++) {
    store<u8>(table + level, min(255, <i32>(<f64>sum / <f64>step)));
    sum += load<i32>(histogram + (level << 2));
  }
}

function applyTables(from: usize, to: usize, bytes: usize, channels: i32): void {
  if (channels === 1) {
    for (let i: usize = 0; i < bytes; i++) store<u8>(to + i, load<u8>(tables + load<u8>(from + i)));
    return;
  }
  for (let i: usize = 0; i < bytes; i += 3) {
    store<u8>(to + i, load<u8>(tables + load<u8>(from + i)));
    store<u8>(to + i + 1, load<u8>(tables + load<u8>(from + i + 1) + LEVELS));
    store<u8>(to + i + 2, load<u8>(tables + load<u8>(from + i + 2) + 2 * LEVELS));
  }
}
