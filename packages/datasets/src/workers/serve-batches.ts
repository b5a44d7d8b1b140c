import { decodeImage } from "#decode-image";
import { ImageDecodeError } from "../errors.js";
import { type BatchAugmenter, createBatchAugmenter } from "../pipeline/image-plan.js";
import type { AugmentJob, DecodeJob, Done, Job, Reply, Setup } from "./messages.js";

type Answer = Pick<Done, "pixels" | "spare">;

/** What a worker does with its messages. A job that fails is answered with its error. */
export function serveBatches(
  reply: (reply: Reply, transfer: ArrayBuffer[]) => void,
): (message: Setup | Job) => void {
  let augmenter: BatchAugmenter;

  async function answer(job: Job): Promise<void> {
    try {
      const { pixels, spare } = job.type === "augment" ? augment(augmenter, job) : await decode(job);
      const handedOver = spare === undefined ? [] : [spare];
      reply({ type: "done", id: job.id, pixels, spare }, [pixels.buffer as ArrayBuffer, ...handedOver]);
    } catch (error) {
      const unreadable = error instanceof ImageDecodeError ? error.reason : undefined;
      reply({ type: "failed", id: job.id, error, unreadable }, []);
    }
  }

  return (message) => {
    if (message.type === "setup") augmenter = createBatchAugmenter(message.plan);
    else void answer(message);
  };
}

const augment = (augmenter: BatchAugmenter, { images, indices, epoch }: AugmentJob): Answer => ({
  pixels: augmenter.apply(images, indices, epoch),
  spare: images.buffer,
});

const decode = async ({ bytes, options }: DecodeJob): Promise<Answer> => ({
  pixels: await decodeImage(bytes, options),
});
