/** The nearest multiple of eight, at least 8 and at least nine tenths of the number: channels of mobile networks. */
export function multipleOf8(channels: number): number {
  const nearest = Math.max(8, Math.floor((channels + 4) / 8) * 8);
  return nearest < 0.9 * channels ? nearest + 8 : nearest;
}
