import { array, type Check, object, text } from "@imgcls/checks";
import type { ImageShape } from "./thumbnail.js";

/** The images behind a result. */
export interface DataCard {
  /** Of one image, as the model gets it. */
  readonly shape: ImageShape;
  readonly parts: readonly DataCardPart[];
  /** Test images whose very pixels are among those of another part, where that is known. */
  readonly copiedTestImages?: number;
}

export interface DataCardPart {
  /** Such as "training". */
  readonly name: string;
  /** Images of each class, in the order of the classes. */
  readonly counts: readonly number[];
}

export const DATA_CARD: Check = {
  expected: "{ shape, parts }, each part { name, counts } with the number of images of every class",
  accepts(value) {
    if (!object.accepts(value)) return false;
    const { shape, parts } = value as Partial<DataCard>;
    return array.accepts(shape) && array.accepts(parts) && parts!.every(isPart);
  },
};

const isPart = (part: unknown): boolean => {
  const { name, counts } = (part ?? {}) as Partial<DataCardPart>;
  return text.accepts(name) && array.accepts(counts);
};
