import { expect, it } from "vitest";
import { digest, digests, examples } from "../../test/augmentation-examples.js";
import type { Augmentation } from "./augmentations.js";

it.each(Object.entries(digests))("%s gives the same images as in Node", (type, expected) => {
  expect(digest(examples[type as Augmentation["type"]])).toBe(expected);
});
