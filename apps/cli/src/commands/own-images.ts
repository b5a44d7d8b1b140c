/** Options about your own images, the same for every command that reads them. */
import { Option } from "commander";

export const fitOption = new Option(
  "--fit <how>",
  "of images of your own with other proportions: fill (stretch), cover (cut out the middle), contain (add borders) (default: fill)",
);

export const onBadImageOption = new Option(
  "--on-bad-image <what>",
  "images of your own that do not decode: error (stop and name all of them) or skip (leave them out and list them) (default: error)",
);

export const decodedCacheOption = new Option(
  "--decoded-cache",
  "keep images of your own decoded on disk, in the cache folder, for the next epochs and runs",
);
