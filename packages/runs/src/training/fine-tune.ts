import { memoryPlace } from "../places/memory-place.js";
import type { RunPlace } from "../places/place.js";
import { type TransferChoice, transferDraft } from "../recipe/transfer-draft.js";
import type { TrainedRun, TrainRunOptions } from "./options.js";
import { trainRun } from "./train-run.js";

export interface FineTuneOptions
  extends Omit<TransferChoice, "dataset" | "fineTune">,
    Omit<TrainRunOptions, "weights"> {
  /** Of a file of weights that is open already: a page cannot open a path. */
  readonly bytes?: Uint8Array | undefined;
  /** Only the head, on the features of the base: seconds instead of minutes. Default false. */
  readonly headOnly?: boolean | undefined;
  /** Where the run is written. Default: memory. */
  readonly place?: RunPlace | undefined;
}

/**
 * A classifier of your own pictures from a network that others have trained, in one call:
 *
 * ```ts
 * const run = await fineTune("folder:flowers", { base: "efficientnet-lite0", place: folderPlace("runs/flowers") });
 * ```
 *
 * The head is computed on the features of the base; then all layers are trained from there.
 *
 * @throws what `trainRun` throws
 */
export function fineTune(dataset: string, options: FineTuneOptions): Promise<TrainedRun> {
  const { base, weights, bytes, headOnly = false, place = memoryPlace(), ...means } = options;
  const draft = transferDraft({ dataset, base, weights, fineTune: !headOnly });
  return trainRun(draft, place, { ...means, weights: bytes });
}
