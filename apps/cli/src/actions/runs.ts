import { loadSavedModel, type SavedModel } from "@imgcls/training";
import { prepareTensorflow } from "./tensorflow.js";

/** @throws RunFolderError that names the file that is missing or damaged */
export async function openRun(folder: string): Promise<SavedModel> {
  await prepareTensorflow();
  return loadSavedModel(folder);
}
