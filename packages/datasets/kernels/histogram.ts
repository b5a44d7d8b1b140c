const LEVELS = 256;
const CHANNELS = 3;

/** How many pixels have each level, 256 words a channel. */
const histograms = memory.data(CHANNELS * LEVELS * 4, 16);

export function histogramOf(channel: i32): usize {
  return histograms + channel * LEVELS * 4;
}

/** Of 1 or 3 channels. */
export function countLevels(image: usize, bytes: usize, channels: i32): void {
  memory.fill(histograms, 0, channels * LEVELS * 4);
  const end = image + bytes;
  if (channels === 1) {
    for (let at = image; at < end; at++) count(histograms, at);
    return;
  }
  for (let at = image; at < end; at += 3) {
    count(histograms, at);
    count(histograms + LEVELS * 4, at + 1);
    count(histograms + 2 * LEVELS * 4, at + 2);
  }
}

@inline
function count(histogram: usize, at: usize): void {
  const entry = histogram + ((<usize>load<u8>(at)) << 2);
  store<i32>(entry, load<i32>(entry) + 1);
}
