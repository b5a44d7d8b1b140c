/** A run folder cannot be read: a file is missing, damaged, or does not fit the others. */
export class RunFolderError extends Error {
  override readonly name = "RunFolderError";

  constructor(
    /** The file, with its folder when that is known. */
    readonly file: string,
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(`[imgcls/training] ${file}: ${problem}`, options);
  }
}

/** For a promise's `catch`: the error names the file with its folder. */
export const inFolder =
  (directory: string) =>
  (error: unknown): never => {
    if (!(error instanceof RunFolderError)) throw error;
    throw new RunFolderError(`${directory}/${error.file}`, error.problem, { cause: error.cause });
  };
