import type { PresetName } from "@imgcls/architectures";
import { isPlaceId } from "../data/place-id.js";
import { baseNamed, PREFERRED } from "../weights/choice.js";
import { FINE_TUNING_EPOCHS } from "./fine-tuning.js";
import type { RecipeDraft } from "./recipe.js";

export interface TransferChoice {
  /** Id of a data set, `folder:PATH` or `zip:FILE`. */
  readonly dataset: string;
  /**
   * The architecture of the base, or an ONNX file (./NAME.onnx), which has weights of its own. Left out: `planWithin` chooses
   * it; nothing is trained before.
   */
  readonly base?: PresetName | (string & {}) | undefined;
  /** Of an architecture: "imagenet", an id of `listWeights`, or a file. Default "imagenet". */
  readonly weights?: string | undefined;
  /** Whether all layers are trained from there. Default false: the head on the features of the base. */
  readonly fineTune?: boolean | undefined;
}

/** A recipe for few images: a head on the features of a network that others have trained, and, if wanted, steps from there. */
export function transferDraft({
  dataset,
  base,
  weights = PREFERRED,
  fineTune = false,
}: TransferChoice): RecipeDraft {
  return {
    data: { dataset, ...(isPlaceId(dataset) && { fit: "cover" }) },
    model: base === undefined ? {} : baseNamed(base, weights),
    head: { type: "logisticRegression" },
    ...(fineTune && { epochs: FINE_TUNING_EPOCHS }),
  };
}
