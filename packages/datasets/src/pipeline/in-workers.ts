import { decodesInWorkers } from "#decode-image";
import { type ImageDecoder, type ImageSet, readImages } from "../image-set.js";
import { pixelsPerImage } from "../labeled-images.js";
import { BatchWorker } from "../workers/batch-worker.js";
import type { ImageMaker, ImageMakers } from "./image-maker.js";
import { createBatchAugmenter, type ImagePlan } from "./image-plan.js";

/** Workers that no epoch has asked for in this time end: longer than most validations take. */
const IDLE_MILLISECONDS = 10_000;

/**
 * Images are read here, decoded in workers where that helps, and augmented in workers. The pixels are handed
 * over and back, never copied; the memory of what was read is used again.
 */
export function inWorkers(data: ImageSet, plan: ImagePlan, count: number): ImageMakers {
  const { outputShape } = createBatchAugmenter(plan);
  const idle = new Set<Team>();
  return {
    outputShape,
    take() {
      const [team = new Team(data, plan, count)] = idle;
      idle.delete(team);
      team.wake();
      return team;
    },
    giveBack(maker) {
      const team = maker as Team;
      idle.add(team);
      team.rest(() => idle.delete(team));
    },
    dispose() {
      for (const team of idle) team.end(undefined);
      idle.clear();
    },
  };
}

class Team implements ImageMaker {
  readonly #workers: BatchWorker[];
  readonly #spare: ArrayBuffer[] = [];
  #bedtime: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly data: ImageSet,
    readonly plan: ImagePlan,
    count: number,
  ) {
    this.#workers = Array.from(
      { length: count },
      () => new BatchWorker(plan, (buffer) => this.#spare.push(buffer)),
    );
  }

  async make(indices: Uint32Array, epoch: number, signal: AbortSignal): Promise<Uint8Array> {
    const images = this.#memoryFor(indices.length);
    await readImages(this.data, indices, images, signal, decodesInWorkers ? this.#decode : undefined);
    return this.plan.augment.length === 0 ? images : this.#leastBusy().augment(images, indices, epoch);
  }

  readonly #decode: ImageDecoder = (bytes, options) => this.#leastBusy().decode(bytes, options);

  #leastBusy(): BatchWorker {
    return this.#workers.reduce((least, other) => (other.load < least.load ? other : least));
  }

  end(reason: unknown): void {
    clearTimeout(this.#bedtime);
    for (const worker of this.#workers) worker.end(reason);
  }

  /** Ends after a while, unless it is woken. */
  rest(onEnd: () => void): void {
    this.#bedtime = setTimeout(() => {
      onEnd();
      this.end(undefined);
    }, IDLE_MILLISECONDS);
    // In Node the program need not wait for that; browsers have numbers for timers.
    if (typeof this.#bedtime === "object") this.#bedtime.unref();
  }

  wake(): void {
    clearTimeout(this.#bedtime);
  }

  #memoryFor(size: number): Uint8Array<ArrayBuffer> {
    const bytes = size * pixelsPerImage(this.data.shape);
    const spare = this.#spare.pop();
    return spare !== undefined && spare.byteLength >= bytes
      ? new Uint8Array(spare, 0, bytes)
      : new Uint8Array(bytes);
  }
}
