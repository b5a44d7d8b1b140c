import { type BatchAugmenter, createBatchAugmenter } from "../pipeline/image-plan.js";
import type { Job, Reply, Setup } from "./messages.js";
import { packError } from "./transfer-error.js";

/** What a worker does with its messages. A job that fails is answered with its error. */
export function serveBatches(
  reply: (reply: Reply, transfer: ArrayBuffer[]) => void,
): (message: Setup | Job) => void {
  let augmenter: BatchAugmenter;

  function work({ id, images, indices, epoch }: Job): void {
    const done = augmenter.apply(images, indices, epoch);
    const spare = images.buffer;
    reply({ type: "done", id, images: done, spare }, [done.buffer, spare]);
  }

  return (message) => {
    if (message.type === "setup") {
      augmenter = createBatchAugmenter(message.plan);
      return;
    }
    try {
      work(message);
    } catch (error) {
      reply({ type: "failed", id: message.id, error: packError(error) }, []);
    }
  };
}
