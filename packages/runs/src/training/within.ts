/** Which training fits into a time: measured on this machine, with these images. */
import { featureExtractor } from "@imgcls/architectures";
import { timeInWords } from "@imgcls/checks";
import { type Dataset, type ImageSet, readImages } from "@imgcls/datasets";
import { chooseEngine, type UsedTime } from "@imgcls/training";
import { loadData } from "../data/load-data.js";
import { type Parts, partsOf } from "../data/parts.js";
import { isPlaceId } from "../data/place-id.js";
import { BATCH_SIZE, lazyNetwork } from "../features/lazy-network.js";
import { completeRecipe } from "../recipe/complete.js";
import { FINE_TUNING_EPOCHS } from "../recipe/fine-tuning.js";
import { RecipeError } from "../recipe/problems.js";
import type { Recipe, RecipeDraft } from "../recipe/recipe.js";
import { inputShapeFor, NO_WEIGHTS, ONNX } from "../weights/choice.js";
import { pretrainedFile } from "../weights/pretrained-file.js";
import { basesFor } from "./bases-for.js";
import { type NetworkOfRecipe, networkOf } from "./network-of.js";
import type { TrainRunOptions } from "./options.js";
import { planOf } from "./plan-of.js";
import { factsOf } from "./train-run.js";
import { trainOnly } from "./trainable-layers.js";

export interface PlanWithin {
  readonly draft: RecipeDraft;
  /** Of the draft: a training takes them as they are open. Undefined where they are to be loaded in another size. */
  readonly data: Dataset | undefined;
  /** For the card: what was chosen, and why. */
  readonly time: UsedTime;
}

/** Of the time that is left: loading, compiling and a busy machine take some. */
const USABLE = 0.85;
/** Sides of images, as shares of the base's own, that are tried where features alone would take too long. */
const SMALLER = [1, 0.86, 0.72, 0.58];
/** Networks halve images five times: whole numbers of pixels are left. */
const SIDES_OF = 32;

/**
 * The training of a computed head that fits: as many epochs of fine-tuning as there is time for, up to the usual number; the
 * head alone; or that on smaller images. What takes how long is measured with some steps first.
 *
 * A draft that names no architecture gets the base, too: of those whose weights are in the cache the most accurate on ImageNet
 * whose features fit into the time.
 *
 * @param draft with a head that is computed, as `transferDraft` makes it
 * @param seconds from now on
 * @param elapsed seconds that have passed already, say since the program was started. Default 0
 */
export async function planWithin(
  draft: RecipeDraft,
  seconds: number,
  options: TrainRunOptions,
  elapsed = 0,
): Promise<PlanWithin> {
  const begun = performance.now();
  const left = () => (seconds - elapsed - (performance.now() - begun) / 1000) * USABLE;
  const { measured, slower } = await chosenBase(draft, left, options);
  try {
    const { why, ...plan } = await fittingPlan(measured, left, options);
    const chosen = draft.model?.architecture === undefined ? `${measured.draft.model!.architecture}, ` : "";
    return { ...plan, time: { within: seconds, why: [`${chosen}${why}`, ...slower].join("; ") } };
  } finally {
    measured.network.model.dispose();
  }
}

/** The first whose features fit, else the last; and what those before it would have taken, a sentence each. */
async function chosenBase(
  draft: RecipeDraft,
  left: () => number,
  options: TrainRunOptions,
): Promise<{ readonly measured: MeasuredBase; readonly slower: readonly string[] }> {
  const bases = await basesFor(draft);
  const slower: string[] = [];
  for (const model of bases.slice(0, -1)) {
    const measured = await measuredBase({ ...draft, model }, options);
    if (measured.forFeatures <= left()) return { measured, slower };
    measured.network.model.dispose();
    slower.push(`the features of ${model.architecture} take ${timeInWords(measured.forFeatures)}`);
  }
  return { measured: await measuredBase({ ...draft, model: bases.at(-1)! }, options), slower };
}

interface MeasuredBase {
  /** Names its architecture. */
  readonly draft: RecipeDraft;
  readonly data: Dataset;
  /** The draft with the usual number of epochs. */
  readonly recipe: Recipe;
  readonly network: NetworkOfRecipe;
  readonly parts: Parts;
  /** Of training, validation and test. */
  readonly images: number;
  /** Seconds. */
  readonly perImage: number;
  /** Seconds, of all images. */
  readonly forFeatures: number;
}

async function measuredBase(draft: RecipeDraft, options: TrainRunOptions): Promise<MeasuredBase> {
  const { architecture, weights = NO_WEIGHTS } = draft.model!;
  if (architecture === ONNX) {
    throw new RecipeError([
      "within: of the network of an ONNX file only the head is computed, so there is nothing to choose: leave it out",
    ]);
  }
  const data = options.data ?? (await loadData(draft.data!, inputShapeFor(architecture!, weights), options));
  const recipe = completeRecipe({ ...draft, epochs: FINE_TUNING_EPOCHS, phases: [] }, factsOf(data));
  const pretrained =
    weights === NO_WEIGHTS
      ? undefined
      : await pretrainedFile(architecture!, options.weights ?? weights, options);
  const network = await networkOf({ recipe, data, pretrained });
  try {
    const parts = partsOf(recipe, data);
    const { train, validation, test } = parts;
    const perImage = await secondsAnImage(network, train, options);
    const images = train.length + (validation?.length ?? 0) + test.length;
    return { draft, data, recipe, network, parts, images, perImage, forFeatures: perImage * images };
  } catch (error) {
    network.model.dispose();
    throw error;
  }
}

async function fittingPlan(
  { draft, data, recipe, network, parts, images, perImage, forFeatures }: MeasuredBase,
  left: () => number,
  options: TrainRunOptions,
): Promise<Omit<PlanWithin, "time"> & { readonly why: string }> {
  const { train, validation, test } = parts;
  const planned = (changes: RecipeDraft, why: string) => ({
    draft: { ...draft, ...changes },
    data,
    why: `${why} (${timeInWords(forFeatures)} for the features of ${images} images)`,
  });
  if (forFeatures > left()) {
    const share = SMALLER.find((side) => side ** 2 * forFeatures <= left()) ?? SMALLER.at(-1)!;
    const side = SIDES_OF * Math.round((share * data.shape[0]) / SIDES_OF);
    if (!isPlaceId(draft.data!.dataset!) || draft.data!.imageSize !== undefined || side === data.shape[0]) {
      return planned({ epochs: 0 }, "only the head is computed: features alone take the time");
    }
    const own = { ...draft.data, imageSize: [side, side] as const };
    const why = `only the head is computed, on images of ${side}×${side}`;
    return { ...planned({ epochs: 0, data: own }, why), data: undefined };
  }
  const perStep = await secondsAStep(recipe, network, train, options);
  const perEpoch =
    perStep * Math.ceil(train.length / recipe.batchSize) + perImage * (validation?.length ?? 0);
  const fitting = Math.floor((left() - forFeatures - perImage * test.length) / perEpoch);
  const epochs = Math.max(0, Math.min(FINE_TUNING_EPOCHS, fitting));
  const an = `an epoch of fine-tuning takes ${timeInWords(perEpoch)}`;
  return epochs === 0
    ? planned({ epochs: 0 }, `only the head is computed: ${an}`)
    : planned({ epochs }, `${epochs} of ${FINE_TUNING_EPOCHS} epochs of fine-tuning: ${an}`);
}

/** To read and to go through the base. */
async function secondsAnImage(
  { model, preprocessing }: NetworkOfRecipe,
  images: ImageSet,
  { engine, signal }: TrainRunOptions,
): Promise<number> {
  const network = lazyNetwork({ model: featureExtractor(model), preprocessing }, engine);
  const positions = Array.from({ length: Math.min(BATCH_SIZE, images.length) }, (_, i) => i);
  const once = async () => {
    const pixels = await readImages(images, positions, undefined, signal);
    const size = pixels.length / positions.length;
    await network.run(positions.map((i) => pixels.subarray(i * size, (i + 1) * size)));
  };
  try {
    // The first time compiles, and the second reads from memory what the first has decoded.
    const reading = await secondsOf(() => readImages(images, positions, undefined, signal));
    await once();
    return (reading + (await secondsOf(once))) / positions.length;
  } finally {
    await network.dispose();
  }
}

/** Of the last of three. */
async function secondsAStep(
  recipe: Recipe,
  { model, preprocessing }: NetworkOfRecipe,
  images: ImageSet,
  { engine: choose, signal }: TrainRunOptions,
): Promise<number> {
  const { loss, batchSize, seed } = recipe;
  trainOnly(model, recipe);
  const plan = { ...planOf(recipe, { loss, preprocessing, seed }), inputShape: images.shape };
  const task = { model, plan };
  const engine = choose ? await choose(task) : await chooseEngine("auto", { task });
  const positions = Array.from({ length: batchSize }, (_, i) => i % images.length);
  const batch = {
    images: await readImages(images, positions, undefined, signal),
    labels: Int32Array.from(positions, (i) => images.labels[i]!),
    size: batchSize,
  };
  const session = await engine.createSession(model, plan);
  try {
    let seconds = 0;
    for (let step = 0; step < 3; step++) {
      const at = { learningRate: 0, step };
      seconds = await secondsOf(() => session.trainStep(batch, at));
    }
    return seconds;
  } finally {
    await session.dispose();
  }
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}
