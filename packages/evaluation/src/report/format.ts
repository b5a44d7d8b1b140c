export const formatCount = (count: number): string => count.toLocaleString("en-US");

/** "98.76%". Never claims 100% or 0% for what only rounds to it. */
export function formatPercent(share: number, digits = 1): string {
  const smallest = 10 ** -digits;
  const text = (share * 100).toFixed(digits);
  if (share < 1 && Number(text) >= 100) return `>${(100 - smallest).toFixed(digits)}%`;
  if (share > 0 && Number(text) <= 0) return `<${smallest.toFixed(digits)}%`;
  return `${text}%`;
}

export const formatScore = (score: number): string => score.toFixed(3);

export const plural = (count: number, noun: string): string =>
  `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
