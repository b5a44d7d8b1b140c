import { chooseEngine, type EngineDescription, type Predictor } from "@imgcls/training";
import type { EngineChooser } from "../training/options.js";
import type { FeatureBase } from "./feature-base.js";

/** Images that a base gets at once at most. On a processor, more at once are not faster. */
export const BATCH_SIZE = 16;

/** A base that is started when it is first needed: often all features are known from before. */
export interface LazyNetwork {
  /** Undefined before it was needed. */
  readonly engine: EngineDescription | undefined;
  /** @param images up to `BATCH_SIZE`, each `[height, width, channels]`; gives `[images, width]` and what fills the batch */
  run(images: readonly Uint8Array[]): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** @param choose default: the fastest engine that runs the base here */
export function lazyNetwork(
  { model, preprocessing }: FeatureBase,
  choose: EngineChooser | undefined,
): LazyNetwork {
  let starting: Promise<Predictor> | undefined;
  let engine: EngineDescription | undefined;
  // A graph is for one size of batches, and compiling another takes as long as a hundred images: there are two, for one image
  // at a time and for many.
  let isLarge = false;

  async function start(): Promise<Predictor> {
    const inputShape = model.inputs[0]!.shape.slice(1) as number[];
    const plan = { preprocessing, batchSize: BATCH_SIZE, inputShape };
    const task = { model, plan };
    const chosen = choose ? await choose(task) : await chooseEngine("auto", { task });
    const predictor = await chosen.createPredictor(model, plan);
    engine = predictor.description;
    return predictor;
  }

  return {
    get engine() {
      return engine;
    },
    async run(images) {
      starting ??= start();
      const predictor = await starting;
      isLarge ||= images.length > 1;
      const size = isLarge ? BATCH_SIZE : 1;
      const pixels = images[0]!.length;
      const batch = new Uint8Array(size * pixels);
      images.forEach((image, i) => {
        batch.set(image, i * pixels);
      });
      return predictor.predict(batch, size);
    },
    async dispose() {
      await (await starting)?.dispose();
    },
  };
}
