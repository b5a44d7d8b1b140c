import { type ImageSet, readImages } from "../image-set.js";
import type { ImageMakers } from "./image-maker.js";
import { createBatchAugmenter, type ImagePlan } from "./image-plan.js";

/** Reads and augments where it is asked to. */
export function onThisThread(data: ImageSet, plan: ImagePlan): ImageMakers {
  const augmenter = createBatchAugmenter(plan);
  const maker = {
    async make(indices: Uint32Array, epoch: number, signal: AbortSignal): Promise<Uint8Array> {
      const images = await readImages(data, indices, undefined, signal);
      return plan.augment.length === 0 ? images : augmenter.apply(images, indices, epoch);
    },
    end() {},
  };
  return { outputShape: augmenter.outputShape, take: () => maker, giveBack() {}, dispose() {} };
}
