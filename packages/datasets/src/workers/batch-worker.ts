import { startWorker } from "#start-worker";
import type { ImagePlan } from "../pipeline/image-plan.js";
import { BatchWorkerError } from "./batch-worker-error.js";
import type { Job, Reply } from "./messages.js";
import { unpackError } from "./transfer-error.js";
import type { WorkerHandle } from "./worker-handle.js";

interface Pending {
  resolve(images: Uint8Array<ArrayBuffer>): void;
  reject(error: unknown): void;
}

/** A worker that makes the images of batches, in the order in which it is asked to. */
export class BatchWorker {
  readonly #handle: WorkerHandle;
  readonly #pending = new Map<number, Pending>();
  readonly #keepSpare: (buffer: ArrayBuffer) => void;
  #jobs = 0;
  #ended: { readonly reason: unknown } | undefined;

  /** @param keepSpare gets the memory of every job's images when the job is done */
  constructor(plan: ImagePlan, keepSpare: (buffer: ArrayBuffer) => void) {
    this.#keepSpare = keepSpare;
    this.#handle = startWorker({
      onMessage: (message) => this.#take(message as Reply),
      onFailure: (cause) => this.end(new BatchWorkerError(cause)),
    });
    this.#handle.post({ type: "setup", plan }, []);
    this.#handle.keepsProgramAlive(false);
  }

  /** Jobs that are not done yet. */
  get load(): number {
    return this.#pending.size;
  }

  get ended(): boolean {
    return this.#ended !== undefined;
  }

  /** @param job its images are handed over */
  make({
    images,
    indices,
    epoch,
  }: Pick<Job, "images" | "indices" | "epoch">): Promise<Uint8Array<ArrayBuffer>> {
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(this.#ended.reason);
        return;
      }
      const id = this.#jobs++;
      this.#pending.set(id, { resolve, reject });
      this.#handle.keepsProgramAlive(true);
      this.#handle.post({ type: "job", id, images, indices, epoch } satisfies Job, [images.buffer]);
    });
  }

  /** Ends it at once; jobs that are not done fail for this reason. */
  end(reason: unknown): void {
    if (this.#ended) return;
    this.#ended = { reason };
    this.#handle.terminate();
    for (const { reject } of this.#pending.values()) reject(reason);
    this.#pending.clear();
  }

  #take(reply: Reply): void {
    const { resolve, reject } = this.#pending.get(reply.id)!;
    this.#pending.delete(reply.id);
    if (this.#pending.size === 0) this.#handle.keepsProgramAlive(false);
    if (reply.type === "failed") reject(unpackError(reply.error));
    else {
      this.#keepSpare(reply.spare);
      resolve(reply.images);
    }
  }
}
