// What files are that were dropped or pasted, by what is in them: names lie, and capitals in them are no news.

export type DroppedKind = "picture" | "run" | "images" | "other";

const HEAD_BYTES = 12;
/** The list of a zip file is at its end; that of a run folder, with its few files, fits into this. */
const LIST_BYTES = 16_384;
const RUN_CARD = "imgcls.json";

/** How files begin, a character a byte, from the first or a later byte on. */
const PICTURES: readonly (readonly [start: string, offset: number])[] = [
  ["\x89PNG", 0],
  ["\xff\xd8\xff", 0],
  ["GIF8", 0],
  ["WEBP", 8],
  ["ftyp", 4],
  ["BM", 0],
  ["II*\0", 0],
  ["MM\0*", 0],
];
const ZIPS = ["PK\x03\x04", "PK\x05\x06"];

/** A picture, a zip file of a saved run, a zip file of something else, or none of these. */
export async function kindOf(file: Blob): Promise<DroppedKind> {
  const head = await latin1(file.slice(0, HEAD_BYTES));
  if (PICTURES.some(([start, offset]) => head.startsWith(start, offset))) return "picture";
  if (!ZIPS.some((start) => head.startsWith(start))) return "other";
  return (await latin1(file.slice(-LIST_BYTES))).includes(RUN_CARD) ? "run" : "images";
}

async function latin1(part: Blob): Promise<string> {
  const bytes = new Uint8Array(await part.arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
