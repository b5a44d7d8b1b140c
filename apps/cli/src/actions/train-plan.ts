/** What is trained and how: the recipe with the overrides of the command line. Nothing is loaded here. */
import {
  getPreset,
  type OptimizerConfig,
  type Preprocessing,
  type TrainingRecipe,
} from "@imgcls/architectures";
import { type Augmentation, type ImageShape, parseAugmentations } from "@imgcls/datasets";
import type { ReadImages } from "@imgcls/training";
import { isPlace } from "../known-ids.js";
import type { TrainOptions } from "../options/schemas.js";
import { recipes } from "../recipes.js";
import { shareableId } from "./own-images.js";

export interface TrainPlan {
  /** For the run folder's name: the recipe, else the architecture. */
  readonly name: string;
  readonly dataset: string;
  readonly architecture: string;
  /** What images of one's own are brought to; other data sets have their shape. */
  readonly imageShape: ImageShape;
  /** How; `undefined` for other data sets. */
  readonly images: ReadImages | undefined;
  readonly preprocessing: Preprocessing;
  readonly training: TrainingRecipe;
  /** How training images are changed. */
  readonly augment: readonly Augmentation[];
  readonly seed: number;
  /** So many training images only. */
  readonly limit: number | undefined;
  /** Of each class its share, not the first ones, which runs of earlier versions have. */
  readonly stratified: boolean;
  /** "validation": on the validation images where there are some, else on the test images. */
  readonly validateOn: "validation" | "test";
}

type Overrides = Pick<TrainOptions, "epochs" | "batchSize" | "optimizer" | "lr">;

/**
 * The options are checked: they name a recipe, or a data set and an architecture.
 *
 * @throws AugmentationError with everything that is wrong with the augmentations
 */
export function planFrom(options: TrainOptions): TrainPlan {
  const recipe = options.recipe === undefined ? undefined : recipes[options.recipe];
  const architecture = recipe?.architecture ?? options.arch!;
  const { preprocessing, training, inputShape } = getPreset(architecture);
  const dataset = recipe?.dataset ?? shareableId(options.dataset!);
  const [height, width] = options.imageSize ?? inputShape;
  return {
    name: options.recipe ?? architecture,
    dataset,
    architecture,
    imageShape: [height, width, inputShape[2]],
    images: isPlace(dataset)
      ? { fit: options.fit ?? "fill", onBadImage: options.onBadImage ?? "error" }
      : undefined,
    preprocessing,
    training: withOverrides(training, options),
    augment: parseAugmentations(options.augment ?? ""),
    seed: options.seed ?? 0,
    limit: options.limit,
    stratified: true,
    validateOn: "validation",
  };
}

export function withOverrides(
  training: TrainingRecipe,
  { epochs, batchSize, optimizer, lr }: Partial<Overrides>,
): TrainingRecipe {
  return {
    ...training,
    epochs: epochs ?? training.epochs,
    batchSize: batchSize ?? training.batchSize,
    optimizer: overriddenOptimizer(training.optimizer, optimizer, lr),
  };
}

/** Keras's default learning rates, for an optimizer that is not the recipe's: its rate says nothing then. */
const DEFAULT_LEARNING_RATE = { sgd: 0.01, adam: 0.001 } as const;

function overriddenOptimizer(
  recipe: OptimizerConfig,
  type: OptimizerConfig["type"] = recipe.type,
  learningRate?: number,
): OptimizerConfig {
  return type === recipe.type
    ? { ...recipe, learningRate: learningRate ?? recipe.learningRate }
    : { type, learningRate: learningRate ?? DEFAULT_LEARNING_RATE[type] };
}

/** `runs/mnist-cnn-20260131-184502`, in local time. */
export function defaultRunFolder(name: string, now: Date): string {
  const digits = (value: number) => String(value).padStart(2, "0");
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(digits).join("");
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(digits).join("");
  return `runs/${name}-${day}-${time}`;
}
