import type { RunPlace } from "./place.js";
import { RunPlaceError } from "./place.js";

/** There are no folders here. */
export function folderPlace(path: string): RunPlace {
  throw new RunPlaceError(
    path,
    "expected a file system, found none on this platform. Use memoryPlace, storagePlace or zipPlace.",
  );
}
