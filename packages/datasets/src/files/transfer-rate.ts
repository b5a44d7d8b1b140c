/** Bytes a second over the last few seconds. */
export interface TransferRate {
  /** @param bytes received since the last call */
  add(bytes: number): void;
  /** `undefined` until there is something to tell it from. */
  perSecond(): number | undefined;
}

/** @param window what counts, milliseconds */
export function transferRate(now: () => number = () => performance.now(), window = 5_000): TransferRate {
  let samples: { readonly at: number; readonly bytes: number }[] = [{ at: now(), bytes: 0 }];
  return {
    add(bytes) {
      const at = now();
      // The last sample before the window stays: it is where the window begins.
      const begin = samples.findLastIndex((sample) => sample.at <= at - window);
      if (begin > 0) samples = samples.slice(begin);
      samples.push({ at, bytes });
    },
    perSecond() {
      const first = samples[0]!;
      const elapsed = now() - first.at;
      const bytes = samples.reduce((sum, sample) => sum + sample.bytes, 0) - first.bytes;
      return elapsed > 0 && bytes > 0 ? (1000 * bytes) / elapsed : undefined;
    },
  };
}
