import { registerLayers } from "@imgcls/architectures";
import { type Folder, loadSavedModel, type SavedModel } from "@imgcls/training";

/** Model and card of a run, whatever layers of @imgcls/architectures it has. @throws RunFolderError */
export function modelOfRun(folder: Folder): Promise<SavedModel> {
  registerLayers();
  return loadSavedModel(folder);
}
