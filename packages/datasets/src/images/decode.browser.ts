import { checkDecodeOptions, type DecodeOptions, decodeError, invertPixels } from "./decode-options.js";

/** Behind `#decode-image` elsewhere; documented in decode-image.ts. */
export async function decodeImage(file: string | Uint8Array, options: DecodeOptions): Promise<Uint8Array> {
  checkDecodeOptions(options);
  const { shape, fit = "fill", invert = false } = options;
  const [height, width, channels] = shape;
  try {
    const bitmap = await createImageBitmap(await blobOf(file), { imageOrientation: "from-image" });
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (context === null) throw new Error("this browser gives no 2D canvas");
    context.fillStyle = "white";
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = "high";
    const [scaleX, scaleY] = scales(fit, width / bitmap.width, height / bitmap.height);
    const [drawnWidth, drawnHeight] = [bitmap.width * scaleX, bitmap.height * scaleY];
    context.drawImage(bitmap, (width - drawnWidth) / 2, (height - drawnHeight) / 2, drawnWidth, drawnHeight);
    bitmap.close();
    const pixels = withoutAlpha(context.getImageData(0, 0, width, height).data, channels);
    return invert ? invertPixels(pixels) : pixels;
  } catch (cause) {
    throw decodeError(file, cause);
  }
}

async function blobOf(file: string | Uint8Array): Promise<Blob> {
  if (typeof file !== "string") return new Blob([file as BlobPart]);
  const response = await fetch(file);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response.blob();
}

function scales(fit: "fill" | "cover" | "contain", x: number, y: number): [number, number] {
  if (fit === "fill") return [x, y];
  const both = fit === "cover" ? Math.max(x, y) : Math.min(x, y);
  return [both, both];
}

/** RGBA to RGB, or to grey by the weights of ITU-R BT.709. */
function withoutAlpha(rgba: Uint8ClampedArray, channels: number): Uint8Array {
  const count = rgba.length / 4;
  const pixels = new Uint8Array(count * channels);
  for (let i = 0; i < count; i++) {
    const [r, g, b] = [rgba[4 * i]!, rgba[4 * i + 1]!, rgba[4 * i + 2]!];
    if (channels === 1) pixels[i] = Math.round(0.2126 * r + 0.7152 * g + 0.0722 * b);
    else pixels.set([r, g, b], 3 * i);
  }
  return pixels;
}
