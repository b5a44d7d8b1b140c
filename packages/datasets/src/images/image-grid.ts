import { encode } from "fast-png";
import { svgToPng } from "#svg-to-png";
import { type LabeledImages, pixelsPerImage } from "../labeled-images.js";

export interface ImageGridOptions {
  /** Positions of the images to show, in this order. Default: the first 20. */
  readonly indices?: ArrayLike<number>;
  /** Images a row. Default 10, or fewer when there are fewer images. */
  readonly columns?: number;
  /** Width of an image in the picture, CSS pixels. Default 84. */
  readonly cellWidth?: number;
  /** Text under an image. Default: the name of its class. */
  readonly caption?: (index: number) => string;
  /** Above the grid. Default: none. */
  readonly title?: string;
}

const GAP = 8;
const CAPTION_HEIGHT = 18;
const TITLE_HEIGHT = 30;
const FONT_SIZE = 11;
const FONT = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif";
/** Mean width of a letter to the font size; captions that would not fit are shortened. */
const LETTER_WIDTH = 0.55;

/**
 * A picture of some images with captions, as a self-contained SVG document.
 *
 * @throws Error for a position outside the data set, or images of neither 1 nor 3 channels
 */
export function imageGrid(data: LabeledImages, options: ImageGridOptions = {}): string {
  const indices = Array.from(
    options.indices ?? Array.from({ length: Math.min(20, data.length) }, (_, i) => i),
  );
  const { cellWidth = 84, caption = (index) => data.classNames[data.labels[index]!]!, title } = options;
  const columns = options.columns ?? Math.max(1, Math.min(10, indices.length));
  check(data, indices, columns);
  const [height, width] = data.shape;
  const cellHeight = Math.round((cellWidth * height) / width);
  const top = title === undefined ? GAP : TITLE_HEIGHT;
  const rows = Math.ceil(indices.length / columns);
  const pictureWidth = GAP + columns * (cellWidth + GAP);
  const pictureHeight = top + rows * (cellHeight + CAPTION_HEIGHT + GAP);
  const cells = indices.map((index, position) => {
    const x = GAP + (position % columns) * (cellWidth + GAP);
    const y = top + Math.floor(position / columns) * (cellHeight + CAPTION_HEIGHT + GAP);
    const full = caption(index);
    return [
      `<g transform="translate(${x},${y})">`,
      `<title>${escapeXml(full)}</title>`,
      `<image width="${cellWidth}" height="${cellHeight}" preserveAspectRatio="none" style="image-rendering:pixelated" href="${pngDataUri(data, index, cellWidth)}"/>`,
      `<text x="${cellWidth / 2}" y="${cellHeight + 13}" text-anchor="middle">${escapeXml(shorten(full, cellWidth))}</text>`,
      "</g>",
    ].join("");
  });
  const heading =
    title === undefined
      ? ""
      : `<text x="${GAP}" y="20" font-size="14" font-weight="600">${escapeXml(title)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${pictureWidth}" height="${pictureHeight}" viewBox="0 0 ${pictureWidth} ${pictureHeight}" font-family="${FONT}" font-size="${FONT_SIZE}" fill="#222">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    heading,
    ...cells,
    "</svg>",
  ].join("\n");
}

/** The same picture as a PNG file. */
export const imageGridPng = (data: LabeledImages, options: ImageGridOptions = {}): Promise<Uint8Array> =>
  svgToPng(imageGrid(data, options));

/** The same picture in a web page of its own. */
export function imageGridPage(data: LabeledImages, options: ImageGridOptions = {}): string {
  const { title = "Images", ...rest } = options;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)}</title>
<style>body{margin:2rem;font-family:${FONT};color:#222}svg{max-width:100%;height:auto}</style>
</head>
<body>
<h1>${escapeXml(title)}</h1>
${imageGrid(data, rest)}
</body>
</html>
`;
}

function check(data: LabeledImages, indices: readonly number[], columns: number): void {
  const problems: string[] = [];
  if (!Number.isInteger(columns) || columns < 1) {
    problems.push(`expected columns to be a positive integer, received ${columns}`);
  }
  const outside = indices.filter((index) => !Number.isInteger(index) || index < 0 || index >= data.length);
  if (outside.length > 0) {
    problems.push(`expected positions from 0 to ${data.length - 1}, received ${outside.join(", ")}`);
  }
  if (data.shape[2] !== 1 && data.shape[2] !== 3) {
    problems.push(`expected images of 1 or 3 channels, received ${data.shape[2]}`);
  }
  if (problems.length > 0) throw new Error(`[imgcls/datasets] imageGrid: ${problems.join("; ")}.`);
}

/**
 * The image, every pixel repeated a whole number of times: not every program that shows SVG
 * (librsvg, office programs) enlarges embedded images without blurring them.
 */
function pngDataUri(data: LabeledImages, index: number, cellWidth: number): string {
  const [height, width, channels] = data.shape;
  const size = pixelsPerImage(data.shape);
  const pixels = data.images.subarray(index * size, (index + 1) * size);
  const factor = Math.max(1, Math.round(cellWidth / width));
  const enlarged = new Uint8Array(size * factor * factor);
  let at = 0;
  for (let y = 0; y < height * factor; y++) {
    for (let x = 0; x < width * factor; x++) {
      const from = (Math.floor(y / factor) * width + Math.floor(x / factor)) * channels;
      for (let channel = 0; channel < channels; channel++) enlarged[at++] = pixels[from + channel]!;
    }
  }
  const png = encode({
    width: width * factor,
    height: height * factor,
    data: enlarged,
    channels: channels as 1 | 3,
    depth: 8,
  });
  return `data:image/png;base64,${toBase64(png)}`;
}

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function shorten(text: string, width: number): string {
  const letters = Math.floor(width / (FONT_SIZE * LETTER_WIDTH));
  const characters = [...text];
  return characters.length <= letters
    ? text
    : `${characters
        .slice(0, letters - 1)
        .join("")
        .trimEnd()}…`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escapeXml = (text: string): string =>
  // XML has no way to write control characters.
  text.replace(/[\p{Cc}\uFFFE\uFFFF]/gu, " ").replace(/[&<>"']/g, (character) => ESCAPES[character]!);
