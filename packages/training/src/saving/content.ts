/**
 * What is in a file, part after part: the numbers of a model lie in many arrays, and joining them would take as long as
 * everything else about saving them.
 */
export type Content = readonly Uint8Array[];

export const byteLength = (content: Content): number =>
  content.reduce((sum, { byteLength }) => sum + byteLength, 0);

/** In one array: the only part itself, else a copy of all. */
export function joinContent(content: Content): Uint8Array {
  if (content.length === 1) return content[0]!;
  const all = new Uint8Array(byteLength(content));
  let start = 0;
  for (const part of content) {
    all.set(part, start);
    start += part.byteLength;
  }
  return all;
}
