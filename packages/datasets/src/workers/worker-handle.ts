/** A worker on any platform, as far as it is needed here; what a platform supplies behind `#start-worker`. */
export interface WorkerHandle {
  post(message: unknown, transfer: ArrayBuffer[]): void;
  /** Whether the program has to wait for it before it may end. A new worker is waited for. */
  keepsProgramAlive(keeps: boolean): void;
  /** Ends it in the middle of whatever it does. No listener is called any more. */
  terminate(): void;
}

export interface WorkerListener {
  onMessage(message: unknown): void;
  /** It could not be started, or ended by itself: there will be no more messages. */
  onFailure(reason: unknown): void;
}

export type StartWorker = (listener: WorkerListener) => WorkerHandle;
