import { startWorker } from "#start-worker";
import { ImageDecodeError } from "../errors.js";
import type { ImageDecoder } from "../image-set.js";
import type { ImagePlan } from "../pipeline/image-plan.js";
import { BatchWorkerError } from "./batch-worker-error.js";
import type { AugmentJob, DecodeJob, Job, Reply } from "./messages.js";
import type { WorkerHandle } from "./worker-handle.js";

interface Pending {
  resolve(pixels: Uint8Array): void;
  reject(error: unknown): void;
}

/** A worker that makes the images of batches. */
export class BatchWorker {
  readonly #handle: WorkerHandle;
  readonly #pending = new Map<number, Pending>();
  readonly #keepSpare: (buffer: ArrayBuffer) => void;
  #jobs = 0;
  #ended: { readonly reason: unknown } | undefined;

  /** @param keepSpare gets the memory of images that have been augmented */
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

  /**
   * The images as the plan changes them.
   *
   * @param images handed over: they must not be used any more
   */
  augment(images: Uint8Array<ArrayBuffer>, indices: Uint32Array, epoch: number): Promise<Uint8Array> {
    return this.#do({ type: "augment", images, indices, epoch }, images.buffer);
  }

  readonly decode: ImageDecoder = (bytes, { shape, fit, background, invert, svg, maxPixels }) => {
    // The bytes may be part of an archive that is still needed.
    const own = bytes.slice();
    const options = { shape, fit, background, invert, svg, maxPixels };
    return this.#do({ type: "decode", bytes: own, options }, own.buffer);
  };

  /** Ends it at once; jobs that are not done fail for this reason. */
  end(reason: unknown): void {
    if (this.#ended) return;
    this.#ended = { reason };
    this.#handle.terminate();
    for (const { reject } of this.#pending.values()) reject(reason);
    this.#pending.clear();
  }

  #do(work: AugmentJob | DecodeJob, handedOver: ArrayBuffer): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(this.#ended.reason);
        return;
      }
      const id = this.#jobs++;
      this.#pending.set(id, { resolve, reject });
      this.#handle.keepsProgramAlive(true);
      this.#handle.post({ ...work, id } satisfies Job, [handedOver]);
    });
  }

  #take(reply: Reply): void {
    const { resolve, reject } = this.#pending.get(reply.id)!;
    this.#pending.delete(reply.id);
    if (this.#pending.size === 0) this.#handle.keepsProgramAlive(false);
    if (reply.type === "done") {
      if (reply.spare) this.#keepSpare(reply.spare);
      resolve(reply.pixels);
    } else if (reply.unreadable !== undefined) {
      reject(new ImageDecodeError("in a worker", reply.unreadable, { cause: reply.error }));
    } else reject(reply.error);
  }
}
