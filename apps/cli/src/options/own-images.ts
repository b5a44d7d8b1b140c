/** Checks of the options about your own images, the same for every command that reads them. */

import { BAD_IMAGE_REACTIONS, FITS, isPlaceId, PLACE_FORMS } from "@imgcls/runs/fields";
import * as z from "zod";
import { nameOf, type Typed } from "./checks.js";

export const onBadImageOption = { onBadImage: nameOf("reaction", BAD_IMAGE_REACTIONS).optional() };
export const decodedCacheOption = { decodedCache: z.boolean().optional() };
export const fitOption = { fit: nameOf("way to fit", FITS).optional() };

const flags = {
  imageSize: "--image-size",
  fit: "--fit",
  onBadImage: "--on-bad-image",
  decodedCache: "--decoded-cache",
} as const;

/** Other data sets have their size, and their files are checked whole. */
export function ownImagesContradictions(typed: Typed, dataset: unknown): string[] {
  if (isPlaceId(String(dataset))) return [];
  const given = Object.entries(flags).flatMap(([name, flag]) => (typed[name] === undefined ? [] : [flag]));
  if (given.length === 0) return [];
  const [verb, pronoun] = given.length === 1 ? ["is", "it"] : ["are", "them"];
  return [
    `${given.join(", ")} ${verb} for images of your own (${PLACE_FORMS.join(", ")}): leave ${pronoun} out for other data sets`,
  ];
}
