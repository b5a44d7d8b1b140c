import { expect, it } from "vitest";
import { progressLine } from "../src/actions/download-progress.js";

it.each([
  [0, undefined, "  [....................]    0 %  0 bytes"],
  [42_500_000, 12_345_678.9, "  [====................]   24 %  42.5 MB  12.3 MB/s  10.3 s left"],
  [42_500_000, 345.6, "  [====................]   24 %  42.5 MB  346 bytes/s  6151 min 15 s left"],
  [170_052_171, 9_000_000, "  [====================]  100 %  170.1 MB  9.0 MB/s"],
])("%s bytes at %s a second", (receivedBytes, bytesPerSecond, line) => {
  const rate = bytesPerSecond === undefined ? {} : { bytesPerSecond };
  expect(progressLine({ receivedBytes, totalBytes: 170_052_171, ...rate })).toBe(line);
});
