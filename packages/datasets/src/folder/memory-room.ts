/** Lets tasks that need much memory wait for each other. */
export interface MemoryRoom {
  /** Runs the task when its bytes fit beside those of the tasks that run, in the order of the calls. */
  during<Result>(bytes: number, task: () => Promise<Result>): Promise<Result>;
}

/** @param bytes that all tasks may hold at once; a task that needs more has the room for itself */
export function memoryRoom(bytes: number): MemoryRoom {
  const waiting: { readonly needed: number; readonly start: () => void }[] = [];
  let taken = 0;
  const letIn = (): void => {
    while (waiting.length > 0 && (taken === 0 || taken + waiting[0]!.needed <= bytes)) {
      const { needed, start } = waiting.shift()!;
      taken += needed;
      start();
    }
  };
  return {
    async during(needed, task) {
      await new Promise<void>((start) => {
        waiting.push({ needed, start });
        letIn();
      });
      try {
        return await task();
      } finally {
        taken -= needed;
        letIn();
      }
    },
  };
}
