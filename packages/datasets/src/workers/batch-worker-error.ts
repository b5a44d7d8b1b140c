/** A worker that makes batches could not be started, or ended by itself. */
export class BatchWorkerError extends Error {
  override readonly name = "BatchWorkerError";
  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `[imgcls/datasets] A worker that makes batches failed: ${reason}. ` +
        "With workers: 0, batches are made on the thread that asks for them.",
      { cause },
    );
  }
}
