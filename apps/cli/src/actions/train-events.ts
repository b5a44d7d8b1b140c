/** What a training says before its first step, for people and for programs. */
import { formatAugmentations } from "@imgcls/datasets";
import type { RecipeDraft, ResumePoint, RunEvent, RunStart, RunSubject } from "@imgcls/runs";
import type { UsedHead } from "@imgcls/training";
import type { Output } from "../output.js";
import { describeEngine, describeMemory } from "./engine.js";
import { featuresProgress } from "./features-progress.js";
import { formatCount, formatPercent } from "./format.js";
import { reportData } from "./report-data.js";

/** @param draft what was asked for; undefined where a training goes on */
export function reportEvents(
  out: string,
  draft: RecipeDraft | undefined,
  output: Output,
): (event: RunEvent) => void {
  const features = featuresProgress(output);
  return (event) => {
    switch (event.type) {
      case "waiting":
        return output.note(`Finding out whether another training in ${out} still runs (${event.owner})…`);
      case "replacing":
        return output.warn(replacing(out, event.derived));
      case "resuming":
        return explainResume(out, event, output);
      case "anew":
        return output.warn(
          `the training in ${out} ended before it saved its first checkpoint: the training begins anew`,
        );
      case "data":
        return reportData(event.data, output);
      case "note":
        output.event({ event: "warning", message: event.message });
        return output.warn(event.message);
      case "base":
        return announceBase(event, output);
      case "features":
        return features(event);
      case "head":
        return reportHead(event.head, output);
      case "phase":
        return output.note(`Phase ${event.index + 1} begins.`);
      case "start":
        return announceStart(out, draft, event, output);
    }
  };
}

function replacing(out: string, derived: readonly string[]): string {
  const removed = derived.length === 0 ? "" : `; ${derived.join(", ")} are removed then`;
  return `${out} holds an earlier run: this training replaces its checkpoint within a minute and its model after the first epoch${removed}. To keep it, choose another --out, or go on with it with --resume`;
}

function explainResume(
  out: string,
  { epoch, batchInEpoch, finished, takesMoreEpochs, derived }: ResumePoint,
  output: Output,
): void {
  if (finished !== undefined) {
    const advice = takesMoreEpochs ? " Give a larger total with --epochs to train on." : "";
    output.note(`Nothing left to do: ${finished}.${advice}`);
    return;
  }
  output.note(`Going on in epoch ${epoch}, ${batchInEpoch} batches of it are done.`);
  if (derived.length === 0) return;
  output.warn(`${derived.join(", ")} in ${out}: of the model so far, removed when the next one is saved`);
}

function announceBase({ recipe, sizes, features }: RunSubject & { features: number }, output: Output): void {
  const { architecture, weights = "weights drawn by chance" } = recipe.model;
  output.note(
    `${recipe.name}: a head on the features of ${architecture} (${weights}), ${formatCount(features)} numbers an image, from ${formatCount(sizes.train!)} training images of ${recipe.data.dataset}.`,
  );
}

/** The interval of an accuracy that is as wide as this tells little. */
const WIDE = 0.15;

function reportHead(head: UsedHead, output: Output): void {
  output.event({ event: "head", ...head });
  const { strength, crossValidation } = head;
  if (crossValidation === undefined) return;
  const { accuracy, interval, folds, repeats } = crossValidation;
  const [low, high] = interval.map(formatPercent);
  output.note(
    `Head: accuracy ${formatPercent(accuracy)} on training images that were left out in turn (${folds} folds, ${repeats} times), 95 % interval ${low} to ${high}; strength ${strength}.`,
  );
  if (interval[1] - interval[0] > WIDE) {
    output.note("That is a wide interval: more pictures would tell more.");
  }
}

function announceStart(out: string, draft: RecipeDraft | undefined, start: RunStart, output: Output): void {
  const { recipe, parameters, sizes, available, validatedOn, engine, memory } = start;
  const { dataset, augment, mix, limitToFirst, classBalanced } = recipe.data;
  const parts = [
    `${formatCount(sizes.train!)} training`,
    ...(sizes.validation === undefined ? [] : [`${formatCount(sizes.validation)} validation`]),
  ];
  output.note(
    `${recipe.name}: ${formatCount(parameters)} parameters, ${parts.join(", ")} and ${formatCount(sizes.test!)} test images of ${dataset}.`,
  );
  if (sizes.train! < available) {
    const which = limitToFirst ? "the first ones" : "each class by its share";
    output.note(
      `Limited to ${formatCount(sizes.train!)} of ${formatCount(available)} training images, ${which}.`,
    );
  }
  if (validatedOn === "test") {
    output.note(
      "val_loss and val_accuracy are of the test images: what they choose, they cannot measure any more.",
    );
  }
  if (recipe.classWeight !== "none") output.note(`Class weights: ${inWords(recipe.classWeight)}.`);
  if (classBalanced) output.note("Every class comes equally often.");
  if (augment.length > 0) output.note(`Augmentation: ${formatAugmentations(augment)}.`);
  if (mix.length > 0) output.note(`Mixing: ${mix.map(({ type }) => type).join(", ")}.`);
  if (draft !== undefined) noteWhatSuits(draft, start, output);
  output.note(`Engine: ${describeEngine(engine)}.`);
  if (memory !== undefined) output.note(`Memory: ${describeMemory(memory)}.`);
  output.event({
    event: "start",
    out,
    dataset,
    architecture: recipe.model.architecture,
    parameters,
    sizes,
    validatedOn,
    seed: recipe.seed,
    recipe,
    augment,
    engine,
    ...(memory && { memory: { needed: memory.needed.total, available: memory.available } }),
  });
}

const inWords = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** For images of your own, what was not asked for suits their number. */
function noteWhatSuits(
  draft: RecipeDraft,
  { recipe, sizes, batchesPerEpoch }: RunStart,
  output: Output,
): void {
  const isOwn = recipe.data.imageSize !== undefined && recipe.head.type === "trained";
  const isChosen =
    draft.batchSize !== undefined && draft.epochs !== undefined && draft.data?.augment !== undefined;
  if (!isOwn || isChosen) return;
  const { batchSize, epochs, optimizer, data } = recipe;
  const augmented = data.augment.length === 0 ? "no augmentation" : formatAugmentations(data.augment);
  output.note(
    `Suited to ${formatCount(sizes.train!)} images of your own: batches of ${batchSize} (${batchesPerEpoch} steps an epoch), learning rate ${optimizer.learningRate}, ${epochs} epochs, ${augmented}. Choose others with --batch-size, --lr, --epochs, --augment.`,
  );
}
