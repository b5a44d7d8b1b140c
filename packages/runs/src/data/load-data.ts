import { type Dataset, type DownloadProgress, loadDataset, shuffle } from "@imgcls/datasets";
import type { DataSettings, RecipeDraft } from "../recipe/recipe.js";
import { isPlaceId, kindOfPlace } from "./place-id.js";
import { usedImages } from "./used-images.js";

/** Where data are on this machine, and how they are read; of no consequence for what they are. */
export interface DataAccess {
  /** Folder that has a data set's files, or keeps them; of your own images: where they are now. Default: the cache, or what the id says. */
  readonly dataDir?: string | undefined;
  /** Your own images are kept decoded on disk. Default false. */
  readonly decodedCache?: boolean | undefined;
  readonly onProgress?: ((event: DownloadProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A recipe's part about images, and whether they have to have classes. */
type DataRequest = NonNullable<RecipeDraft["data"]> & {
  /** Your own images may lie there unsorted: they are of one class, then. Default false. */
  readonly unlabeled?: boolean;
};

/**
 * The images of a recipe. The synthetic sets keep their own seed, and so does the choice of test images among your own: the
 * seed of a training must not change what it is tested on. Images in folders come class by class, so they are mixed here:
 * the first ones shall be of all classes.
 *
 * @param channels of your own images, 1 or 3
 * @throws RecipeError when what is to be excluded or relabelled is not there; and what `loadDataset` throws
 */
export async function loadData(
  { dataset, imageSize, fit, onBadImage, unlabeled, exclude, relabel }: DataRequest,
  size: readonly [height: number, width: number, channels: number],
  { dataDir, decodedCache = false, onProgress, signal }: DataAccess,
): Promise<Dataset> {
  const common = { ...(onProgress && { onProgress }), ...(signal && { signal }) };
  const id = dataset!;
  const changes = { exclude, relabel } as Pick<DataSettings, "exclude" | "relabel">;
  if (!isPlaceId(id)) {
    const data = await loadDataset(id, { ...common, ...(dataDir !== undefined && { dataDir }) });
    return usedImages(data, changes);
  }
  const [height, width] = imageSize ?? size;
  const moved = dataDir === undefined ? id : `${kindOfPlace(id)}:${dataDir}`;
  const data = await loadDataset(moved, {
    ...common,
    images: {
      shape: [height, width, size[2]],
      decodedCache,
      ...(fit !== undefined && { fit }),
      ...(onBadImage !== undefined && { onBadImage }),
      ...(unlabeled !== undefined && { unlabeled }),
    },
  });
  const used = await usedImages(data, changes);
  return { ...used, id, train: shuffle(used.train) };
}
