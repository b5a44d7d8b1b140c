const ascii = (text: string): readonly number[] => Array.from(text, (letter) => letter.charCodeAt(0));

interface Signature {
  readonly format: string;
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
  { format: "BigTIFF", offset: 0, bytes: ascii("II+\0") },
  { format: "BigTIFF", offset: 0, bytes: ascii("MM\0+") },
  { format: "AVIF or HEIF", offset: 4, bytes: ascii("ftyp") },
  { format: "BMP", offset: 0, bytes: ascii("BM") },
];

/** Names by which files of these formats go, lower case, for scanning folders. */
const EXTENSIONS: readonly string[] = [
  ...[
    "jpg",
    "jpeg",
    "jpe",
    "jfif",
    "png",
    "apng",
    "webp",
    "gif",
    "tif",
    "tiff",
    "avif",
    "heic",
    "heif",
    "bmp",
  ],
];

/** Whether a path has the name of an image file; SVG is one when it is asked for. */
export function hasImageName(path: string, svg: boolean): boolean {
  const dot = path.lastIndexOf(".");
  const extension = path.slice(dot + 1).toLowerCase();
  return dot >= 0 && (EXTENSIONS.includes(extension) || (svg && extension === "svg"));
}

/**
 * The content decides, not the name: a page that was saved as photo.jpg, or a program in SVG, never reaches
 * the decoder.
 *
 * @throws Error when the bytes begin as no image format that is read
 */
export function requireImageFormat(bytes: Uint8Array, svg: boolean): void {
  const begins = ({ offset, bytes: expected }: Signature) =>
    expected.every((byte, i) => bytes[offset + i] === byte);
  if (SIGNATURES.some(begins)) return;
  if (bytes.length === 0) throw new Error("the file is empty");
  if (!looksLikeSvg(bytes)) {
    throw new Error(
      "the content is of no image format that is known (JPEG, PNG, WebP, GIF, TIFF, AVIF, BMP)",
    );
  }
  if (!svg) throw new Error("it is an SVG drawing, which is only read with svg: true");
}

const SVG_SEARCHED = 4096;

const looksLikeSvg = (bytes: Uint8Array): boolean =>
  new TextDecoder().decode(bytes.subarray(0, SVG_SEARCHED)).includes("<svg");
