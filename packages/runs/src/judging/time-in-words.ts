/** 42.34 → "42.3 s", 119.7 → "2 min 0 s". */
export function timeInWords(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
