import type { Dataset, LabeledImages } from "@imgcls/datasets";
import { type Classifier, type JudgedImages, type MemoryPlace, openClassifier } from "@imgcls/runs";
import { type HistoryRow, loadHistory, type ModelCard, type TrainingOutcome } from "@imgcls/training";
import type { RunSummary } from "../protocol.js";
import { titleOf } from "./data-title.js";
import { describeEngine, fastestEngine } from "./engines.js";
import { epochPoint } from "./progress.js";

/** A trained model with everything the page knows about it. */
export interface OpenRun {
  readonly place: MemoryPlace;
  readonly classifier: Classifier;
  readonly history: readonly HistoryRow[];
  /** Why its training in this page ended early. */
  readonly stopped?: string;
  readonly outcome?: TrainingOutcome;
  /** The images that it is tested on, when this page has them. */
  readonly data?: Dataset<LabeledImages>;
  /** What it says of their test images, where that is known from its training. */
  readonly judged?: JudgedImages;
}

/** @throws RunFolderError when a file of the run is missing or damaged */
export async function openRun(place: MemoryPlace): Promise<OpenRun> {
  const history = await loadHistory(place.folder);
  return { place, history, classifier: await openClassifier(place, { engine: fastestEngine }) };
}

export function summarizeRun({ classifier, history, stopped, outcome }: OpenRun): RunSummary {
  const { card, parameters } = classifier;
  return {
    architecture: card.architecture.id,
    datasetTitle: titleOf(card.dataset.id),
    inputShape: card.inputShape,
    classNames: card.classNames,
    parameters,
    engine: describeEngine(card.engine),
    seed: card.seed,
    history: history.map((row) => epochPoint(row, card.validatedOn ?? "test")),
    testAccuracy: testAccuracyOf(card),
    stopped,
    outcome,
  };
}

/** That of the end of the training. */
export const testAccuracyOf = ({ metrics }: ModelCard): number | undefined =>
  (metrics.test as { readonly accuracy: number } | undefined)?.accuracy;
