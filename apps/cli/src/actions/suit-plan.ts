import { defaultsForSize, getPreset } from "@imgcls/architectures";
import { formatAugmentations, parseAugmentations } from "@imgcls/datasets";
import type { TrainOptions } from "../options/schemas.js";
import type { Output } from "../output.js";
import { formatCount } from "./format.js";
import { type TrainPlan, withOverrides } from "./train-plan.js";

/**
 * The plan for images of your own: what was not typed suits their number, and a note says what was chosen. A recipe on
 * its own data set reproduces a document and is never changed.
 */
export function suitPlan(
  plan: TrainPlan,
  images: number,
  {
    batchSize,
    epochs,
    optimizer,
    lr,
    augment,
  }: Pick<TrainOptions, "batchSize" | "epochs" | "optimizer" | "lr" | "augment">,
  output: Output,
): TrainPlan {
  const preset = getPreset(plan.architecture).training;
  // The rate of another optimizer than the preset's is a default for any batch.
  const isAnother = optimizer !== undefined && optimizer !== preset.optimizer.type;
  const recipe = withOverrides(preset, { optimizer });
  const learningRate = lr ?? (isAnother ? recipe.optimizer.learningRate : undefined);
  const chosen = defaultsForSize(
    recipe,
    { images, imageShape: plan.imageShape },
    {
      ...(batchSize === undefined ? {} : { batchSize }),
      ...(learningRate === undefined ? {} : { learningRate }),
      ...(epochs === undefined ? {} : { epochs }),
    },
  );
  const suited: TrainPlan = {
    ...plan,
    training: chosen.training,
    augment: augment === undefined ? parseAugmentations(chosen.augment) : plan.augment,
  };
  if (chosen.changed) explain(suited, images, output);
  return suited;
}

function explain({ training, augment }: TrainPlan, images: number, output: Output): void {
  const { batchSize, epochs, optimizer } = training;
  const steps = Math.ceil(images / batchSize);
  const augmented = augment.length === 0 ? "no augmentation" : formatAugmentations(augment);
  output.note(
    `Suited to ${formatCount(images)} images of your own: batches of ${batchSize} (${steps} steps an epoch), learning rate ${optimizer.learningRate}, ${epochs} epochs, ${augmented}. Choose others with --batch-size, --lr, --epochs, --augment.`,
  );
}
