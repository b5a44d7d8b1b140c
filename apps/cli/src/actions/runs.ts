import { type Checkpoint, loadCheckpoint, loadRun, type SavedRun } from "@imgcls/training";
import { CommandFailedError } from "../errors.js";

/** @throws CommandFailedError that names the folder and the file in it that is missing or damaged */
export const openRun = (folder: string): Promise<SavedRun> => loadRun(folder).catch(naming(folder));

/** The checkpoint to resume from. */
export async function openCheckpoint(folder: string): Promise<Checkpoint> {
  const checkpoint = await loadCheckpoint(folder).catch(naming(folder));
  if (checkpoint !== undefined) return checkpoint;
  throw new CommandFailedError(
    `cannot resume in ${folder}: expected the checkpoint of a training, found none. Start the training without --resume.`,
  );
}

const naming =
  (folder: string) =>
  (error: Error): never => {
    if (!("file" in error && "problem" in error)) throw error;
    throw new CommandFailedError(`run folder ${folder}, ${error.file}: ${error.problem}`, { cause: error });
  };
