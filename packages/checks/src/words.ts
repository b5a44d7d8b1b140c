/** How lists and times are said in messages. */

/** `a, b and 3 more`, or `a; b; and 3 more`: at most so many of them. */
export function firstOf(items: readonly string[], most: number, separator: ", " | "; " = ", "): string {
  const more = items.length - most;
  const named = items.slice(0, most).join(separator);
  return more > 0 ? `${named}${separator === ", " ? " " : separator}and ${more} more` : named;
}

/** 42.34 → "42.3 s", 119.7 → "2 min 0 s". */
export function timeInWords(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
