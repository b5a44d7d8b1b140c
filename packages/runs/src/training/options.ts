import type { Dataset, ImageShape } from "@imgcls/datasets";
import type {
  Callback,
  Engine,
  EngineDescription,
  EngineTask,
  HistoryRow,
  SavedRun,
  SessionMemory,
  TrainingOutcome,
  UsedHead,
  UsedTime,
} from "@imgcls/training";
import type { DataAccess } from "../data/load-data.js";
import type { ValidatedOn } from "../data/parts.js";
import type { FeatureOptions, FeatureProgress } from "../features/feature-computer.js";
import type { JudgedImages } from "../judging/classifier.js";
import type { Recipe } from "../recipe/recipe.js";
import type { TestMetrics } from "./card.js";

/** What is computed with. */
export type EngineChooser = (task: EngineTask) => Promise<Engine>;

/** With what and where a recipe is trained: nothing of this decides the result, but for the engine's rounding. */
export interface TrainRunOptions extends DataAccess {
  /** The recipe's images, without those that it excludes and with the labels that it gives, where they are open already. Default: they are loaded. */
  readonly data?: Dataset | undefined;
  /** Default: the fastest that can train the model here. */
  readonly engine?: EngineChooser | undefined;
  /** Beside the recipe's own: for what shows progress. */
  readonly callbacks?: readonly Callback[] | undefined;
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
  /** Where features are kept that a head is computed on. Default: in Node the cache, in a page this site's storage. */
  readonly featureCache?: FeatureOptions["cache"];
  /** For the card: what `planWithin` chose, and why. */
  readonly time?: UsedTime | undefined;
  /** Threads that prepare batches beside the training. Default: as `batches` of @imgcls/datasets. */
  readonly workers?: number | undefined;
  /** The recipe's file of weights, where it is open already: a page cannot open a path. */
  readonly weights?: Uint8Array | undefined;
  /** The way from the run to your own images, with "/", for its card. */
  readonly imagesPath?: string | undefined;
}

/** What a run is about. */
export interface RunSubject {
  readonly recipe: Recipe;
  readonly parameters: number;
  readonly inputShape: ImageShape;
  readonly classNames: readonly string[];
  /** Images of each part that is used. */
  readonly sizes: Readonly<Record<string, number>>;
  /** Training images that there are, of which `sizes.train` are used. */
  readonly available: number;
  readonly validatedOn: ValidatedOn;
}

/** Told before its first step. */
export interface RunStart extends RunSubject {
  /** Epochs of the phases before the one that begins or goes on. */
  readonly earlier: readonly HistoryRow[];
  readonly batchesPerEpoch: number;
  readonly engine: EngineDescription;
  readonly memory: SessionMemory | undefined;
}

/** Where a training goes on. */
export interface ResumePoint {
  /** From 1, counted through the phases; 0 for a run without epochs. */
  readonly epoch: number;
  /** Batches of it that are done. */
  readonly batchInEpoch: number;
  /** Why nothing is left to do: the training ended by itself, or all its epochs are done. */
  readonly finished: string | undefined;
  /** Whether a larger number of epochs in all would give it more to do: not where it ended by itself. */
  readonly takesMoreEpochs: boolean;
  /** Files of the model so far, which are removed when the next one is saved. */
  readonly derived: readonly string[];
}

export type RunEvent =
  /** It takes a while to find out whether another training there still runs. */
  | { readonly type: "waiting"; readonly owner: string }
  /** An earlier run is going to be replaced, and what was made of its model removed. */
  | { readonly type: "replacing"; readonly derived: readonly string[] }
  /** A training goes on from a checkpoint. */
  | ({ readonly type: "resuming" } & ResumePoint)
  /** Nothing was saved of the training that is resumed, so it begins anew. */
  | { readonly type: "anew" }
  | { readonly type: "data"; readonly data: Dataset }
  /** The head is going to be computed, on so many numbers an image. */
  | ({ readonly type: "base"; readonly features: number } & RunSubject)
  /** Each time some images have their features. */
  | ({ readonly type: "features"; readonly part: FeaturePart } & FeatureProgress)
  /** The head is computed. */
  | { readonly type: "head"; readonly head: UsedHead }
  /** Something that the user should know, in a sentence. */
  | { readonly type: "note"; readonly message: string }
  | ({ readonly type: "start" } & RunStart)
  /** The training of some layers ends and the next phase begins; from 0. */
  | { readonly type: "phase"; readonly index: number };

/** Of which images features are. */
export type FeaturePart = "train" | "mirrored" | "test";

export interface TrainedRun extends SavedRun {
  readonly recipe: Recipe;
  /** Which images the `val_…` columns of the history are of. */
  readonly validatedOn: ValidatedOn;
  /** Undefined when the training was interrupted before its end. */
  readonly test: TestMetrics | undefined;
  /** What the model says of each test image, where that is known without predicting them: of a computed head. */
  readonly judged?: JudgedImages | undefined;
  /** Of training and validation, those before a resume included. */
  readonly seconds: number;
  /** Why it ended before the last epoch, if it did. */
  readonly stopped: string | undefined;
  readonly interrupted: boolean;
  /** What came of it, where the numbers by themselves do not say it. */
  readonly outcome: TrainingOutcome;
}

/** A training came to nothing: its loss is no number any more. */
export class RunFailedError extends Error {
  override readonly name = "RunFailedError";

  constructor(readonly reason: string) {
    super(`[imgcls/runs] the training failed: ${reason}.`);
  }
}
