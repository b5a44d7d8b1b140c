import { openFolderFiles } from "#folder-files";
import {
  completeFolderOptions,
  type ImageFolderOptions,
  imageFolderChecks,
} from "../folder/image-folder-options.js";
import { type ImageFolder, openImages } from "../folder/open-images.js";
import { openPickedFiles, type PickedFolder } from "../folder/picked-files.js";
import { checkOptions } from "../option-checks.js";
import { placeSource, type SourceOpener } from "./place.js";

/**
 * Your own images in folders by class, as torchvision's `ImageFolder` and Keras's
 * `image_dataset_from_directory` read them:
 *
 * ```ts
 * const { train, test, classNames } = await imageFolder("flowers", { shape: [224, 224, 3] });
 * ```
 *
 * `flowers/CLASS/…/IMAGE`, or `flowers/{train,validation,test}/CLASS/…/IMAGE` (also `training_set`, `val`,
 * `valid`, `Testing`, …). Without a test folder the validation folder is the test set; without both, a random
 * share of each class is. Only names are read here: images are decoded when they are read from the sets.
 * Hidden files and system files are left out; so are files that are no images by their name, and images in no folder
 * of a class, which `leftOut` and `withoutClass` count.
 *
 * @param folder path; in a browser a directory handle, or the files of an `<input webkitdirectory>` or a drop
 * @throws DatasetFormatError when the folders are not as above, or links lead out of them; all problems at once
 * @throws DatasetStorageError when a folder cannot be read
 * @throws DatasetOptionsError when options are unknown or wrong, all at once
 */
export async function imageFolder(
  folder: string | PickedFolder,
  options: ImageFolderOptions = {},
): Promise<ImageFolder> {
  checkOptions("imageFolder", options, imageFolderChecks);
  const scan = { svg: options.svg ?? false, signal: options.signal };
  const files =
    typeof folder === "string" ? await openFolderFiles(folder, scan) : await openPickedFiles(folder, scan);
  return openImages(files, completeFolderOptions(options));
}

/** `folder:PATH` */
export const imageFolderSource: SourceOpener = (path) =>
  placeSource(`folder:${path}`, (options) => imageFolder(path, options));
