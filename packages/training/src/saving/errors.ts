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
