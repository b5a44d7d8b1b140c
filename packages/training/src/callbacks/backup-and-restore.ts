import { flag, type Options, option } from "@imgcls/checks";
import { ABORTED, type Callback, type TrainingRun } from "../callback.js";
import type { Checkpoint } from "../checkpoint.js";
import { CHECKPOINT_FILE, checkpointFromFiles } from "../saving/checkpoint-files.js";
import type { Folder } from "../saving/folder.js";
import { removeCheckpoint, replaceCheckpoint } from "../saving/run-folder.js";
import { completeOptions } from "./complete-options.js";
import { folder, saveFreq } from "./folder-options.js";

export interface BackupAndRestoreOptions {
  /** Where the checkpoint is written: `openFolder(directory)`. */
  readonly folder: Folder;
  /** At the end of epochs, or every so many batches. Default "epoch". */
  readonly saveFreq?: "epoch" | number;
  /** Remove the checkpoint when the training has ended, unless it was aborted. Default true. */
  readonly deleteCheckpoint?: boolean;
}

export interface BackupAndRestore extends Callback {
  /**
   * The checkpoint of the training that was interrupted; undefined when there is none.
   *
   * @throws RunFolderError when it is damaged
   */
  restore(): Promise<Checkpoint | undefined>;
}

const BACKUP_AND_RESTORE: Options<BackupAndRestoreOptions> = {
  folder,
  saveFreq,
  deleteCheckpoint: option(flag, {
    default: true,
    about: "removes the checkpoint when the training has ended, unless it was aborted",
  }),
};

/**
 * Keeps a checkpoint in a folder, so that a program that was killed goes on where it was when it is started again, as
 * Keras 3's `BackupAndRestore`. A callback cannot put a training elsewhere once it runs, so the program says where it
 * begins:
 *
 * ```ts
 * const backup = backupAndRestore({ folder: openFolder("backup") });
 * await fit(model, { ...options, callbacks: [backup], resumeFrom: await backup.restore() });
 * ```
 *
 * A training that would replace a checkpoint without having asked for it is refused. When it is aborted, the checkpoint is of
 * the last step.
 *
 * @throws TrainingOptionsError with every option that is unknown, wrong or missing
 */
export function backupAndRestore(options: BackupAndRestoreOptions): BackupAndRestore {
  const {
    folder: place,
    saveFreq,
    deleteCheckpoint,
  } = completeOptions("backupAndRestore", options, BACKUP_AND_RESTORE);
  const backup = (run: TrainingRun) =>
    run.requestCheckpoint((checkpoint) => replaceCheckpoint(place, { checkpoint }));
  let wasAsked = false;

  return {
    name: "backupAndRestore",
    async restore() {
      wasAsked = true;
      return (await checkpointFromFiles(place.read))?.checkpoint;
    },
    async onTrainBegin(_, run) {
      if (run.step === 0 && !wasAsked && (await place.read(CHECKPOINT_FILE))) {
        throw new Error(
          "[imgcls/training] backupAndRestore: expected a folder without a checkpoint, found one. Give fit resumeFrom: await backup.restore(), or remove it.",
        );
      }
      wasAsked = false;
    },
    onBatchEnd(_, run) {
      if (saveFreq !== "epoch" && run.step % saveFreq === 0) backup(run);
    },
    onEpochEnd(_, run) {
      if (saveFreq === "epoch") backup(run);
    },
    onStop({ reason }, run) {
      if (reason === ABORTED) backup(run);
    },
    async onTrainEnd({ stopped }) {
      if (deleteCheckpoint && stopped !== ABORTED) await removeCheckpoint(place);
    },
  };
}
