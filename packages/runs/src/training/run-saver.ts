import {
  type Checkpoint,
  type HistoryRow,
  hasFiniteWeights,
  type ModelCard,
  type PhaseProgress,
  removeCheckpoint,
  removeStart,
  saveCard,
  saveCheckpoint,
  saveRun,
} from "@imgcls/training";
import type { LayersModel } from "@tensorflow/tfjs";
import { holdsModel, type RunPlace, removeDerivedFiles } from "../places/place.js";
import type { FinalFacts } from "./card.js";
import { RunFailedError } from "./options.js";

/** A moment of a run that can be saved. */
export interface Moment {
  readonly checkpoint: Checkpoint;
  readonly phase: PhaseProgress;
}

/** All epochs of a run so far, counted through its phases. */
export function historyOf({ checkpoint, phase: { earlier } }: Moment): readonly HistoryRow[] {
  return [...earlier, ...checkpoint.history.map((row) => ({ ...row, epoch: row.epoch + earlier.length }))];
}

/** Writes what a training has come to, so that nobody who reads meanwhile sees a mixture. */
export class RunSaver {
  /** The moment that the saved model is of. */
  private saved: Moment | undefined;

  constructor(
    private readonly place: RunPlace,
    private readonly model: LayersModel,
    private readonly cardOf: (history: readonly HistoryRow[], facts?: FinalFacts) => ModelCard,
    /** Whether there is more than one phase. */
    private readonly hasPhases: boolean,
  ) {}

  /**
   * Only what is needed to go on: the saved model stays as it is. Weights that are no numbers are not saved, because nothing
   * goes on from them: the next step's loss is none either, and ends the training.
   */
  async progress({ checkpoint, phase }: Moment): Promise<void> {
    if (!(await hasFiniteWeights(checkpoint.weights))) return;
    const card = this.cardOf(historyOf({ checkpoint, phase }));
    await saveCheckpoint(this.place.folder, checkpoint, card, this.hasPhases ? phase : undefined);
  }

  /** @throws RunFailedError: weights that are no numbers must not replace good ones */
  async whole(moment: Moment, facts?: FinalFacts): Promise<ModelCard> {
    await requireFinite(moment.checkpoint);
    const { checkpoint, phase } = moment;
    const history = historyOf(moment);
    const card = this.cardOf(history, facts);
    const changed = await saveRun(this.place.folder, {
      model: this.model,
      card,
      history,
      checkpoint,
      ...(this.hasPhases && { phase }),
    });
    if (changed.some((name) => name !== "history.json")) await removeDerivedFiles(this.place);
    this.saved = moment;
    return card;
  }

  /** A model that needed no step: there is nothing to go on from. */
  async withoutSteps(facts: FinalFacts): Promise<ModelCard> {
    const card = this.cardOf([], facts);
    const changed = await saveRun(this.place.folder, { model: this.model, card, history: [] });
    if (changed.length > 0) await removeDerivedFiles(this.place);
    await removeCheckpoint(this.place.folder);
    await removeStart(this.place.folder);
    return card;
  }

  /** At the end of a training, also of an interrupted one. */
  async end(moment: Moment, facts?: FinalFacts): Promise<ModelCard> {
    const { checkpoint, phase } = moment;
    const card = this.cardOf(historyOf(moment), facts);
    if (this.saved === moment) {
      await saveCard(this.place.folder, card);
      return card;
    }
    // Nothing is done that could be lost, and an earlier run there stays as it is.
    if (checkpoint.step === 0 && phase.index === 0) return card;
    // The weights of a first epoch that was interrupted are better than none, and no better than earlier ones.
    const isUnripe = historyOf(moment).length === 0 && checkpoint.stopped === undefined;
    if (!isUnripe || !(await holdsModel(this.place))) return this.whole(moment, facts);
    await this.progress(moment);
    return card;
  }
}

async function requireFinite({ weights, sums, history, stopped }: Checkpoint): Promise<void> {
  const last = history.at(-1);
  const losses = [sums.loss, last?.loss ?? 0, last?.val_loss ?? 0];
  if (losses.every(Number.isFinite) && (await hasFiniteWeights(weights))) return;
  throw new RunFailedError(
    stopped ?? `the loss or a weight is not finite after epoch ${last?.epoch}. Try a smaller learning rate`,
  );
}
