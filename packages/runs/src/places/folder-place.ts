import { folderPlace as placeHere } from "#folder-place";
import type { RunPlace } from "./place.js";

/**
 * A run folder on disk. A folder of something else is never touched; one that is still empty when a training ends, and was not
 * there before, is removed.
 *
 * @throws RunPlaceError in a page, which has no file system
 */
export const folderPlace = (path: string): RunPlace => placeHere(path);
