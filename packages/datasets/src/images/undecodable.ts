import type { ImageFormat } from "./image-format.js";

/**
 * Why a decoder gave a file up, in one sentence that is found in the file: libvips's own words may belong to another
 * file that it reads at the same time, and browsers say nothing.
 */
export function undecodable(bytes: Uint8Array, format: ImageFormat): string {
  if (format === "HEIC") return "it is a HEIC file, which is not read here: convert it to JPEG or PNG";
  return endsEarly(bytes, format)
    ? `the file is cut off: its ${format} data ends too early`
    : `its ${format} data is damaged, cut off, or of a kind that is not read`;
}

/** Whether a file lacks the end that its format has; of other formats it is not known. */
function endsEarly(bytes: Uint8Array, format: ImageFormat): boolean {
  switch (format) {
    case "JPEG":
      // The end after the last scan: a thumbnail has an end of its own.
      return lastIndexOf(bytes, [0xff, 0xd9]) < lastIndexOf(bytes, [0xff, 0xda]);
    case "PNG":
      return lastIndexOf(bytes, [0x49, 0x45, 0x4e, 0x44]) < 0;
    case "GIF":
      return bytes.at(-1) !== 0x3b;
    case "WebP":
      return bytes.length < 8 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
    default:
      return false;
  }
}

function lastIndexOf(bytes: Uint8Array, part: readonly number[]): number {
  let at = bytes.length - part.length;
  while (at >= 0 && !part.every((byte, i) => bytes[at + i] === byte)) at--;
  return at;
}
