import type { ImagePlan } from "../pipeline/image-plan.js";
import type { PackedError } from "./transfer-error.js";

/** The first message to a worker. */
export interface Setup {
  readonly type: "setup";
  readonly plan: ImagePlan;
}

/** Every other message to a worker. Its pixels are handed over, not copied. */
export interface Job {
  readonly type: "job";
  /** Position among the jobs of this worker. Answers come in the same order. */
  readonly id: number;
  readonly epoch: number;
  /** `[size]`, positions in the data set. */
  readonly indices: Uint32Array;
  /** `[size, height, width, channels]` as they are in the data set. */
  readonly images: Uint8Array<ArrayBuffer>;
}

export type Reply = Done | Failed;

export interface Done {
  readonly type: "done";
  readonly id: number;
  /** The images of the batch. */
  readonly images: Uint8Array<ArrayBuffer>;
  /** The job's images, for the next job to write into. */
  readonly spare: ArrayBuffer;
}

export interface Failed {
  readonly type: "failed";
  readonly id: number;
  readonly error: PackedError;
}
