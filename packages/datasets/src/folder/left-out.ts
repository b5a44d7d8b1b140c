/** What of a folder or archive is in none of the sets. Files that are hidden or put there by a system do not count. */
export interface LeftOut {
  /**
   * Files that are no readable images by their names, counted by extension in lower case, the most frequent first:
   * `{ ".ppm": 30, ".txt": 1 }`; "" for names without one, or with more than a short word behind the dot.
   */
  readonly leftOut: Readonly<Record<string, number>>;
  /** Images that are in no folder of a class. */
  readonly withoutClass: number;
}

/** Names of files are shown to people, and may be of any length and have any control characters in them. */
const EXTENSION = /\.[\p{L}\p{N}_~-]{1,16}$/u;

/** `counts` with one more of this file's extension. */
export function countExtension(counts: Map<string, number>, path: string): void {
  const extension = EXTENSION.exec(path)?.[0].toLowerCase() ?? "";
  counts.set(extension, (counts.get(extension) ?? 0) + 1);
}

export const byFrequency = (counts: ReadonlyMap<string, number>): LeftOut["leftOut"] =>
  Object.fromEntries([...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));

const NAMED_AT_MOST = 8;

/** `30 .ppm, 1 without extension, 2 images in no folder of a class`; "" when nothing was left out. */
export function leftOutText({ leftOut = {}, withoutClass = 0 }: Partial<LeftOut>): string {
  const counts = Object.entries(leftOut);
  const files = counts
    .slice(0, NAMED_AT_MOST)
    .map(([extension, count]) => `${count.toLocaleString("en-US")} ${extension || "without extension"}`);
  const others = counts.slice(NAMED_AT_MOST).reduce((sum, [, count]) => sum + count, 0);
  if (others > 0) files.push(`${others.toLocaleString("en-US")} others`);
  if (withoutClass > 0) {
    const images = withoutClass === 1 ? "image" : "images";
    files.push(`${withoutClass.toLocaleString("en-US")} ${images} in no folder of a class`);
  }
  return files.join(", ");
}
