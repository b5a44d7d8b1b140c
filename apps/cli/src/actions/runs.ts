import { type Checkpoint, loadCheckpoint, loadRun, type SavedRun } from "@imgcls/training";
import { CommandFailedError } from "../errors.js";
import { prepareTensorflow } from "./tensorflow.js";

/** @throws RunFolderError that names the file that is missing or damaged */
export async function openRun(folder: string): Promise<SavedRun> {
  await prepareTensorflow();
  return loadRun(folder);
}

/** The checkpoint to resume from. */
export async function openCheckpoint(folder: string): Promise<Checkpoint> {
  const checkpoint = await loadCheckpoint(folder);
  if (checkpoint !== undefined) return checkpoint;
  throw new CommandFailedError(
    `cannot resume in ${folder}: expected the checkpoint of a training, found none. Start the training without --resume.`,
  );
}
