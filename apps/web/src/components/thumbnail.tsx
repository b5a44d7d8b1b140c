import { memo, useEffect, useRef } from "react";
import type { ImageShape } from "../protocol.js";

interface ThumbnailProps {
  /** `[height, width, channels]`, 0..255, 1 or 3 channels. */
  readonly pixels: Uint8Array;
  readonly shape: ImageShape;
  readonly label: string;
}

/** One image, a canvas pixel for each of its pixels; the style sheet enlarges it. */
export const Thumbnail = memo(function Thumbnail({ pixels, shape, label }: ThumbnailProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [height, width, channels] = shape;
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const image = context.createImageData(width, height);
    for (let i = 0; i < width * height; i++) {
      for (let channel = 0; channel < 3; channel++) {
        image.data[4 * i + channel] = pixels[i * channels + (channels === 1 ? 0 : channel)]!;
      }
      image.data[4 * i + 3] = 255;
    }
    context.putImageData(image, 0, 0);
  }, [pixels, width, height, channels]);
  return (
    <canvas ref={canvas} className="thumbnail" width={width} height={height} role="img" aria-label={label} />
  );
});
