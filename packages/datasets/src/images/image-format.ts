import { isNetpbm } from "./netpbm.js";

/** What a file is by its content. */
export type ImageFormat =
  | "JPEG"
  | "PNG"
  | "GIF"
  | "WebP"
  | "TIFF"
  | "AVIF"
  | "HEIC"
  | "BMP"
  | "Netpbm"
  | "SVG";

const ascii = (text: string): readonly number[] => Array.from(text, (letter) => letter.charCodeAt(0));

interface Signature {
  readonly format: ImageFormat;
  readonly offset: number;
  readonly bytes: readonly number[];
}

const SIGNATURES: readonly Signature[] = [
  { format: "JPEG", offset: 0, bytes: [0xff, 0xd8, 0xff] },
  { format: "PNG", offset: 0, bytes: [0x89, ...ascii("PNG\r\n\x1a\n")] },
  { format: "GIF", offset: 0, bytes: ascii("GIF8") },
  { format: "WebP", offset: 8, bytes: ascii("WEBP") },
  { format: "TIFF", offset: 0, bytes: ascii("II*\0") },
  { format: "TIFF", offset: 0, bytes: ascii("MM\0*") },
  { format: "TIFF", offset: 0, bytes: ascii("II+\0") },
  { format: "TIFF", offset: 0, bytes: ascii("MM\0+") },
  { format: "BMP", offset: 0, bytes: ascii("BM") },
];

/**
 * Names by which files of these formats go, lower case: what counts as an image in folders and archives. HEIC is one
 * too, so that it is named as unreadable and not left out.
 */
export const IMAGE_EXTENSIONS: readonly string[] = [
  ...["jpg", "jpeg", "jpe", "jfif", "png", "apng", "webp", "gif", "tif", "tiff", "avif", "heic", "heif"],
  ...["bmp", "dib", "ppm", "pgm", "pbm", "pnm"],
];

/** Whether a path has the name of an image file; SVG is one when it is asked for. */
export function hasImageName(path: string, svg: boolean): boolean {
  const dot = path.lastIndexOf(".");
  const extension = path.slice(dot + 1).toLowerCase();
  return dot >= 0 && (IMAGE_EXTENSIONS.includes(extension) || (svg && extension === "svg"));
}

/**
 * The content decides, not the name: a page that was saved as photo.jpg, or a program in SVG, never reaches
 * the decoder.
 *
 * @throws Error when the bytes begin as no image format that is read
 */
export function imageFormat(bytes: Uint8Array, svg: boolean): ImageFormat {
  const begins = ({ offset, bytes: expected }: Signature) =>
    expected.every((byte, i) => bytes[offset + i] === byte);
  const found = SIGNATURES.find(begins)?.format ?? mediaFormat(bytes);
  if (found !== undefined) return found;
  if (isNetpbm(bytes)) return "Netpbm";
  if (bytes.length === 0) throw new Error("the file is empty");
  if (!looksLikeSvg(bytes)) {
    throw new Error(
      "the content is of no image format that is known (JPEG, PNG, WebP, GIF, TIFF, AVIF, BMP, PPM, PGM, PBM)",
    );
  }
  if (!svg) throw new Error("it is an SVG drawing, which is only read with svg: true");
  return "SVG";
}

/** ISO's container of media: a size, "ftyp", the main brand, a version, and the brands that it is compatible with. */
function mediaFormat(bytes: Uint8Array): ImageFormat | undefined {
  const text = String.fromCharCode(...bytes.subarray(0, Math.min(bytes[3] ?? 0, 128)));
  if (text.slice(4, 8) !== "ftyp") return undefined;
  const brands = text.slice(8);
  if (/avi[fs]/.test(brands)) return "AVIF";
  return /he[iv][cxms]|m[is]f1/.test(brands) ? "HEIC" : undefined;
}

const SVG_SEARCHED = 4096;

const looksLikeSvg = (bytes: Uint8Array): boolean =>
  new TextDecoder().decode(bytes.subarray(0, SVG_SEARCHED)).includes("<svg");
