import { type ImageShape, pixelsPerImage } from "../labeled-images.js";
import type { Augmenter, Draw } from "./augmentation.js";
import type { Augmentation } from "./augmentations.js";
import { planAugmentations } from "./plan.js";

/**
 * Compiles augmentations, which are applied in this order, for images of one shape. Everything that is needed
 * is allocated here, once; the augmenter belongs to one thread.
 *
 * @throws AugmentationError with everything that is wrong
 */
export function createAugmenter(augmentations: readonly Augmentation[], shape: ImageShape): Augmenter {
  const planned = planAugmentations(augmentations, shape);
  const outputShape = planned.at(-1)?.outputShape ?? shape;
  const steps = planned.map(({ definition, values, inputShape }) => definition.compile(values, inputShape));
  // The images between two steps: `between[i]` is written by step i and read by step i + 1.
  const between = buffersBetween(planned.slice(0, -1).map(({ outputShape }) => pixelsPerImage(outputShape)));
  const last = steps.length - 1;

  function apply(image: Uint8Array, out: Uint8Array, draw: Draw): void {
    let current = image;
    for (let i = 0; i < last; i++) {
      steps[i]!(current, between[i]!, draw);
      current = between[i]!;
    }
    steps[last]!(current, out, draw);
  }

  return { outputShape, apply: steps.length === 0 ? (image, out) => out.set(image) : apply };
}

/** Two blocks of memory that take turns, cut to the sizes. */
function buffersBetween(sizes: readonly number[]): Uint8Array[] {
  const largest = Math.max(0, ...sizes);
  const blocks = [new Uint8Array(largest), new Uint8Array(largest)] as const;
  return sizes.map((size, i) => (i % 2 === 0 ? blocks[0] : blocks[1]).subarray(0, size));
}
