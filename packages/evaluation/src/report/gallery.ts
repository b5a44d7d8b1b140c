import type { Prediction } from "../error-analysis.js";
import { formatPercent } from "./format.js";
import { type Html, html, nameOf } from "./html.js";
import { pictureOf } from "./picture.js";
import type { ImageShape } from "./thumbnail.js";

/** The images of the test set. */
export interface ImageStack {
  /**
   * All of them, [images, height, width, channels], 0..255, or those that the report shows, by index, each
   * [height, width, channels]: `imagesOfReport` says which.
   */
  readonly images: Uint8Array | ReadonlyMap<number, Uint8Array>;
  readonly shape: ImageShape;
}

/**
 * Images with what the model said about them; right and wrong differ in sign, words and colour.
 *
 * @param longestSide larger pictures are reduced to it. Default 128
 */
export const gallery = (predictions: readonly Prediction[], stack: ImageStack, longestSide?: number): Html =>
  html`<ul class="gallery">${predictions.map((prediction) => card(prediction, stack, longestSide))}</ul>`;

function card(prediction: Prediction, stack: ImageStack, longestSide: number | undefined): Html {
  const { index, trueClass, predictedClass, probability, trueProbability } = prediction;
  const right = trueClass === predictedClass;
  const alt = right
    ? `Test image ${index}: ${trueClass}`
    : `Test image ${index}: ${trueClass}, taken for ${predictedClass}`;
  return html`<li class="card ${right ? "right" : "wrong"}">
${picture(index, alt, stack, longestSide)}
<p class="verdict"><span class="mark" role="img" aria-label="${right ? "right" : "wrong"}">${right ? "✓" : "✗"}</span> ${nameOf(predictedClass)}</p>
<p class="likelihood"><span class="bar" style="--value:${barWidth(probability)}"></span><span>${formatPercent(probability)}</span></p>
${right ? undefined : html`<p class="truth">is ${nameOf(trueClass)} <span>(${formatPercent(trueProbability)})</span></p>`}
</li>
`;
}

export const picture = (index: number, alt: string, stack: ImageStack, longestSide?: number): Html =>
  pictureOf({ pixels: pixelsOf(index, stack), shape: stack.shape }, alt, longestSide);

/** @param of what there is one of for each of `count` images, for messages */
export function stackProblems(
  { images, shape: [height, width, channels] }: ImageStack,
  count: number,
  of: string,
): string[] {
  const problems: string[] = [];
  const expected = count * height * width * channels;
  if (images instanceof Uint8Array && images.length !== expected) {
    problems.push(
      `images has ${images.length} bytes, expected ${expected} (${count} ${of} × ${height} × ${width} × ${channels})`,
    );
  }
  if (![1, 2, 3, 4].includes(channels)) problems.push(`shape has ${channels} channels, expected 1 to 4`);
  return problems;
}

/** Of images that are given by index: which of those that are shown are not there, or of another size. */
export function missingImages(
  shown: readonly number[],
  { images, shape: [height, width, channels] }: ImageStack,
): string[] {
  if (images instanceof Uint8Array) return [];
  const bytes = height * width * channels;
  return shown
    .filter((index) => images.get(index)?.length !== bytes)
    .map(
      (index) => `images has ${images.get(index)?.length ?? "no"} bytes of image ${index}, expected ${bytes}`,
    );
}

function pixelsOf(index: number, { images, shape }: ImageStack): Uint8Array {
  if (!(images instanceof Uint8Array)) return images.get(index)!;
  const size = shape[0] * shape[1] * shape[2];
  return images.subarray(index * size, (index + 1) * size);
}

export const barWidth = (share: number): string => `${(Math.min(1, Math.max(0, share)) * 100).toFixed(1)}%`;
