/** Numbers as people read them, the same on every machine. */

export const formatCount = (value: number): string => value.toLocaleString("en-US");

export const formatPercent = (share: number): string => `${(share * 100).toFixed(2)} %`;

export const formatShape = (shape: readonly number[]): string => shape.join("×");

/** Decimal units, as networks and disks use them. */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB"] as const;
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

export { timeInWords as formatSeconds } from "@imgcls/checks";
