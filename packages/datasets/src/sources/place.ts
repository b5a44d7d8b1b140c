/** Data sets whose id says where they are: `folder:PATH`, `zip:FILE`. */
import type { ImageFolderOptions } from "../folder/image-folder-options.js";
import type { ImageFolder } from "../folder/open-images.js";
import type { ArchiveLimits } from "../formats/limits.js";
import { type DatasetSource, loadParts, type SpecialOption } from "./source.js";

/** Nothing is known of it before it is loaded, other than which options it accepts. */
export interface PlaceSource extends Pick<DatasetSource, "load"> {
  readonly options: readonly SpecialOption[];
}

/** Opens the images that are at a place: the part of an id after its prefix. */
export type SourceOpener = (place: string) => PlaceSource;

/** @throws Error when there is no test set to load */
export const placeSource = (
  id: string,
  open: (options: ImageFolderOptions, limits?: ArchiveLimits) => Promise<ImageFolder>,
): PlaceSource => ({
  options: ["images"],
  async load({ images = {}, signal, split, limits }) {
    const folder = await open(signal === undefined ? images : { signal, ...images }, limits);
    const { shape, classNames, validation, skipped, leftOut, withoutClass } = folder;
    const parts = await loadParts(split, (part) => {
      const found = folder[part];
      if (found !== undefined) return found;
      throw new Error(`[imgcls/datasets] loadDataset("${id}"): there is no test set with testFraction 0.`);
    });
    return {
      id,
      shape,
      classNames,
      leftOut,
      withoutClass,
      ...(validation === undefined ? {} : { validation }),
      ...(images.onBadImage === "skip" ? { skipped } : {}),
      ...parts,
    };
  },
});
