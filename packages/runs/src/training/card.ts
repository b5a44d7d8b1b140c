import type { ImageShape } from "@imgcls/datasets";
import type {
  EngineDescription,
  HistoryRow,
  ModelCard,
  Preprocessing,
  UsedHead,
  UsedTime,
  UsedWeights,
} from "@imgcls/training";
import { version as tensorflow } from "@tensorflow/tfjs";
import { environment } from "#environment";
import manifest from "../../package.json" with { type: "json" };
import type { ValidatedOn } from "../data/parts.js";
import type { AnswerFacts } from "../judging/answers.js";
import type { Recipe } from "../recipe/recipe.js";

/** Of the test images, with the weights that were chosen. */
export interface TestMetrics {
  readonly loss: number;
  readonly accuracy: number;
}

/** What images that were not trained on say of the finished model. */
export interface FinalFacts {
  readonly test?: TestMetrics | undefined;
  readonly answers?: AnswerFacts | undefined;
}

export interface CardInput {
  readonly recipe: Recipe;
  readonly inputShape: ImageShape;
  readonly classNames: readonly string[];
  readonly preprocessing: Preprocessing;
  /** Images in each part that was used. */
  readonly sizes: Readonly<Record<string, number>>;
  /** Of the training images. */
  readonly fingerprint: string;
  /** What others have trained, if it began with that. */
  readonly weights?: UsedWeights | undefined;
  /** How the last layer was computed, if it was. */
  readonly head?: UsedHead | undefined;
  /** What was chosen for the time that there was. */
  readonly time?: UsedTime | undefined;
  /** What is known of its answers, if anything. */
  readonly answers?: AnswerFacts | undefined;
  readonly validatedOn: ValidatedOn;
  readonly engine: EngineDescription;
  readonly history: readonly HistoryRow[];
  readonly test?: TestMetrics | undefined;
  /** From the run to your own images, with "/". */
  readonly path?: string | undefined;
}

/** The model card of a run: everything that is needed to use, judge and repeat the training. */
export function modelCard(input: CardInput): ModelCard {
  const { recipe, inputShape, classNames, preprocessing, sizes, fingerprint, validatedOn, engine, path } =
    input;
  const { architecture, preprocessing: _, weights: __, ...options } = recipe.model;
  return {
    schemaVersion: 3,
    architecture: {
      id: architecture,
      options: { ...options, inputShape, classes: classNames.length, seed: recipe.seed },
    },
    inputShape,
    classNames,
    preprocessing,
    recipe: { ...recipe },
    dataset: { id: recipe.data.dataset, sizes, fingerprint, ...(path !== undefined && { path }) },
    validatedOn,
    seed: recipe.seed,
    ...(input.weights && { weights: input.weights }),
    ...(input.head && { head: input.head }),
    ...(input.time && { time: input.time }),
    ...input.answers,
    engine,
    environment: { imgcls: manifest.version, tensorflowjs: tensorflow.tfjs, ...environment() },
    metrics: metricsOf(input),
  };
}

/** The last epoch's of the validation images, and the test images' once they were looked at. */
function metricsOf({ history, validatedOn, test }: CardInput): ModelCard["metrics"] {
  const last = history.at(-1);
  const validated =
    validatedOn === "validation" && last?.val_loss !== undefined && last.val_accuracy !== undefined
      ? { validation: { loss: last.val_loss, accuracy: last.val_accuracy } }
      : {};
  return { ...validated, ...(test && { test }) };
}
