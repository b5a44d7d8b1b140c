import type { Dataset, LabeledImages } from "@imgcls/datasets";
import type { SavedRun } from "@imgcls/training";
import type { Outcome, RunSummary } from "../protocol.js";
import { titleOf } from "./data-title.js";
import { describeEngine } from "./engines.js";
import { epochPoint } from "./progress.js";

/** A trained model with everything the page knows about it. */
export interface Run extends SavedRun {
  readonly stopped?: string;
  /** Of a training in this page. */
  readonly outcome?: Outcome;
  /** The images that it is tested on, when this page has them. */
  readonly data?: Dataset<LabeledImages>;
  /** Written by an evaluation: name in the run folder → content. */
  readonly reports?: ReadonlyMap<string, Uint8Array>;
}

export function summarizeRun({ model, card, history, stopped, outcome }: Run): RunSummary {
  return {
    architecture: card.architecture.id,
    datasetTitle: titleOf(card.dataset.id),
    inputShape: card.inputShape,
    classNames: card.classNames,
    parameters: model.countParams(),
    epochs: card.recipe.epochs,
    engine: describeEngine(card.engine),
    seed: card.seed,
    history: history.map((row) => epochPoint(row, card.validatedOn ?? "test")),
    stopped,
    outcome,
  };
}
