/** Work that nobody waits for: one at a time, and ended by whatever is asked for next. */
export class BackgroundWork {
  private current: { readonly controller: AbortController; readonly ended: Promise<void> } | undefined;

  /** Ends what runs, and answers once it has ended: what it has computed is kept then. */
  async stop(): Promise<void> {
    this.current?.controller.abort();
    await this.current?.ended;
  }

  /** After what runs has ended. Answers when the work is done or was ended. @throws what it throws otherwise */
  start(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    const before = this.stop();
    const done = before
      .then(() => (signal.aborted ? undefined : work(signal)))
      .catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    this.current = { controller, ended: done.catch(() => undefined) };
    return done;
  }
}
