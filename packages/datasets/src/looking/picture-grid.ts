import { drawTitle, element, shortened, svgDocument, TITLE_HEIGHT } from "@imgcls/charts";
import { encode } from "fast-png";
import { type ImageShape, type LabeledImages, pixelsPerImage } from "../labeled-images.js";

export interface Picture {
  /** `[height, width, channels]` of 1 or 3 channels, grey levels 0..255. */
  readonly pixels: Uint8Array;
  readonly shape: ImageShape;
  readonly caption: string;
  /** CSS colour. Default: that of all text. */
  readonly captionColor?: string | undefined;
}

export function pictureOf({ images, shape }: LabeledImages, index: number, caption: string): Picture {
  const size = pixelsPerImage(shape);
  return { pixels: images.subarray(index * size, (index + 1) * size), shape, caption };
}

/** The positions to show: those given, else the first ones. */
export const shownPositions = (
  { length }: LabeledImages,
  given: ArrayLike<number> | undefined,
  most: number,
): number[] => Array.from(given ?? Array.from({ length: Math.min(most, length) }, (_, i) => i));

/** What is wrong with showing the images at these positions. */
export function pictureProblems(data: LabeledImages, indices: ArrayLike<number> = []): string[] {
  const problems: string[] = [];
  const outside = Array.from(indices).filter(
    (index) => !Number.isInteger(index) || index < 0 || index >= data.length,
  );
  if (outside.length > 0) {
    problems.push(`expected positions from 0 to ${data.length - 1}, received ${outside.join(", ")}`);
  }
  if (data.shape[2] !== 1 && data.shape[2] !== 3) {
    problems.push(`expected images of 1 or 3 channels, received ${data.shape[2]}`);
  }
  return problems;
}

export interface PictureGridLayout {
  /** Pictures a row. */
  readonly columns: number;
  /** Width of a picture, CSS pixels. */
  readonly cellWidth: number;
  readonly title?: string | undefined;
}

const GAP = 8;
const CAPTION_HEIGHT = 18;
const CAPTION_SIZE = 11;

/** Pictures in rows, each with its caption, as a self-contained SVG document. */
export function pictureGrid(
  pictures: readonly Picture[],
  { columns, cellWidth, title }: PictureGridLayout,
): string {
  const heights = pictures.map(({ shape: [height, width] }) => Math.round((cellWidth * height) / width));
  const cellHeight = Math.max(0, ...heights);
  const top = title === undefined ? GAP : TITLE_HEIGHT;
  const rows = Math.ceil(pictures.length / columns);
  const cells = pictures.map((picture, position) => {
    const x = GAP + (position % columns) * (cellWidth + GAP);
    const y = top + Math.floor(position / columns) * (cellHeight + CAPTION_HEIGHT + GAP);
    return element("g", { transform: `translate(${x},${y})` }, [
      element("image", {
        width: cellWidth,
        height: heights[position],
        preserveAspectRatio: "none",
        style: "image-rendering:pixelated",
        href: pngDataUri(picture, cellWidth),
      }),
      shortened(cellWidth / 2, cellHeight + 13, picture.caption, cellWidth, {
        "font-size": CAPTION_SIZE,
        "text-anchor": "middle",
        fill: picture.captionColor,
      }),
    ]);
  });
  const width = columns * (cellWidth + GAP);
  return svgDocument({ width: GAP + width, height: top + rows * (cellHeight + CAPTION_HEIGHT + GAP) }, [
    ...(title === undefined ? [] : [drawTitle(title, GAP, width)]),
    ...cells,
  ]);
}

/**
 * The picture, every pixel repeated a whole number of times: not every program that shows SVG
 * (librsvg, office programs) enlarges embedded images without blurring them.
 */
function pngDataUri({ pixels, shape }: Picture, cellWidth: number): string {
  const [height, width, channels] = shape;
  const factor = Math.max(1, Math.round(cellWidth / width));
  const enlarged = new Uint8Array(pixelsPerImage(shape) * factor * factor);
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
