const LOCALE = "en-US";

export const formatCount = (value: number): string => Math.round(value).toLocaleString(LOCALE);

/** 0.9731 → "97.3 %"; a no-break space, so that number and sign stay together. */
export const formatPercent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)}\u00a0%`;

export const formatLoss = (loss: number): string => loss.toFixed(4);

export const formatShape = (shape: readonly number[]): string => shape.join("\u202f×\u202f");

/** 75 → "1:15"; below ten seconds with a decimal: "4.2 s". */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)}\u00a0s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}\u00a0s`;
  const minutes = Math.floor(whole / 60);
  const rest = String(whole % 60).padStart(2, "0");
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

/** "Nov 27, 2026, 7:05 AM" in the visitor's own time. */
export const formatMoment = (milliseconds: number): string =>
  new Date(milliseconds).toLocaleString(LOCALE, { dateStyle: "medium", timeStyle: "short" });

/** "Conv2D" stays, "GlobalAveragePooling2D" gets places where it may break. */
export const breakable = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])/g, "\u200b");

/** A title as the name of a file on any system: letters of every script and numbers stay. */
export const fileNameOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 80);

/** With a capital and a full stop. */
export const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
