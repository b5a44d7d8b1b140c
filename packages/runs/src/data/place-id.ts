/** Ids of your own images, which say where they are: `folder:PATH`, `zip:FILE`. */
import type { DatasetPlace } from "@imgcls/datasets";

const FORMS: Readonly<Record<DatasetPlace, string>> = { folder: "folder:PATH", zip: "zip:FILE" };

/** For lists of what may be given. */
export const PLACE_FORMS: readonly string[] = Object.values(FORMS);

/** Whether an id says where the images are. */
export const isPlaceId = (id: string): boolean =>
  Object.keys(FORMS).some((prefix) => id.startsWith(`${prefix}:`) && id.length > prefix.length + 1);

/** "folder" or "zip". */
export const kindOfPlace = (id: string): string => id.slice(0, id.indexOf(":"));

/** The path in `folder:PATH` and `zip:FILE`. */
export const pathOfPlace = (id: string): string => id.slice(id.indexOf(":") + 1);

export const isSameKindOfPlace = (a: string, b: string): boolean =>
  isPlaceId(a) && isPlaceId(b) && kindOfPlace(a) === kindOfPlace(b);
