import type { DecodeOptions } from "../images/decode-options.js";
import type { ImagePlan } from "../pipeline/image-plan.js";

/** The first message to a worker. */
export interface Setup {
  readonly type: "setup";
  readonly plan: ImagePlan;
}

/** Every other message to a worker. What is large is handed over, not copied. */
export type Job = (AugmentJob | DecodeJob) & {
  /** Says which job an answer is for. */
  readonly id: number;
};

/** Answered with the images of the batch. */
export interface AugmentJob {
  readonly type: "augment";
  readonly epoch: number;
  /** `[size]`, positions in the data set. */
  readonly indices: Uint32Array;
  /** `[size, height, width, channels]` as they are in the data set. */
  readonly images: Uint8Array<ArrayBuffer>;
}

/** Answered with the pixels of the image. */
export interface DecodeJob {
  readonly type: "decode";
  /** An image file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly options: DecodeOptions;
}

export type Reply = Done | Failed;

export interface Done {
  readonly type: "done";
  readonly id: number;
  readonly pixels: Uint8Array;
  /** The memory of what was augmented, to be written into again. */
  readonly spare?: ArrayBuffer;
}

export interface Failed {
  readonly type: "failed";
  readonly id: number;
  /** Errors lose their class on the way. */
  readonly error: unknown;
  /** Why an image file does not decode. */
  readonly unreadable?: string;
}
