import { type Html, html } from "./html.js";
import { type Picture, toDataUri } from "./thumbnail.js";

/** Up to this side a picture's own pixels are shown, not smoothed. */
const SMALL_SIDE = 64;

/** @param longestSide larger pictures are reduced to it. Default 128 */
export function pictureOf(picture: Picture, alt: string, longestSide?: number): Html {
  const [height, width] = picture.shape;
  return html`<img src="${toDataUri(picture, longestSide)}" width="${width}" height="${height}" class="${Math.max(height, width) <= SMALL_SIDE ? "pixels" : ""}" alt="${alt}">`;
}
