import { type ExportOptions, exportOnnx } from "@imgcls/onnx";
import { type ModelCard, modelFiles, type SavedModel } from "@imgcls/training";
import type { RunPlace } from "../places/place.js";
import { dataOfCard } from "../recipe/card-recipe.js";
import { ONNX } from "../weights/choice.js";
import { modelOfRun } from "./model-of-run.js";

export interface OnnxRunOptions
  extends Omit<
    ExportOptions,
    | "preprocessing"
    | "classNames"
    | "inputShape"
    | "fit"
    | "softmax"
    | "includePreprocessing"
    | "temperature"
    | "unknown"
  > {
  /** Whether the file accepts pixels, 0..255, as they are. Default true. */
  readonly preprocessing?: boolean;
  /** The outputs stay logits. Default false: they are probabilities. */
  readonly logits?: boolean;
}

/** A run cannot be written in this form. */
export class ExportRunError extends Error {
  override readonly name = "ExportRunError";

  constructor(readonly problem: string) {
    super(`[imgcls/runs] ${problem}`);
  }
}

/** What a program needs that uses the model without this project. */
const metadataOf = (card: ModelCard) => {
  const {
    classNames,
    preprocessing,
    inputShape,
    recipe: { loss },
    calibration,
    unknown,
  } = card;
  return {
    classNames,
    preprocessing,
    inputShape,
    fit: fitOf(card),
    output: loss.fromLogits ? "logits" : "probabilities",
    ...(calibration && { calibration }),
    ...(unknown && { unknown }),
  };
};

/** As `predict` brings pictures to the size. */
const fitOf = (card: ModelCard) => dataOfCard(card).fit ?? "fill";

async function asOnnx(
  { model, card }: SavedModel,
  options: OnnxRunOptions,
): Promise<Map<string, Uint8Array>> {
  const { preprocessing = true, logits = false, ...others } = options;
  const { type, fromLogits } = card.recipe.loss;
  const hasOneOutput = model.outputs[0]?.shape.at(-1) === 1;
  if (type === "binaryCrossentropy" && fromLogits && !hasOneOutput && !logits) {
    throw new ExportRunError(
      "the model was trained on a logit for each class by itself, to which a softmax does not fit: export logits.",
    );
  }
  const content = await exportOnnx(model, {
    dynamicBatch: others.batchSize === undefined,
    ...others,
    preprocessing: card.preprocessing,
    classNames: card.classNames,
    inputShape: card.inputShape,
    fit: fitOf(card),
    includePreprocessing: preprocessing,
    softmax: !logits,
    ...(card.calibration && { temperature: card.calibration.temperature }),
    ...(card.unknown && { unknown: { score: card.unknown.score, threshold: card.unknown.threshold } }),
  });
  return new Map([["model.onnx", content]]);
}

async function asTfjs({ model, card }: SavedModel): Promise<Map<string, Uint8Array>> {
  if (card.architecture.id === ONNX) {
    throw new ExportRunError(
      "its base is the network of an ONNX file, which TensorFlow.js cannot run: export onnx.",
    );
  }
  const metadata = new TextEncoder().encode(`${JSON.stringify(metadataOf(card), null, 2)}\n`);
  return new Map([...(await modelFiles(model)), ["metadata.json", metadata]]);
}

export const EXPORT_FORMATS = ["onnx", "tfjs"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/**
 * A run's model in another form: files by name, the one to open first.
 *
 * @throws ExportRunError when the model has no such form
 */
export async function exportRun(
  run: RunPlace | SavedModel,
  format: ExportFormat,
  options: OnnxRunOptions = {},
): Promise<Map<string, Uint8Array>> {
  const isLoaded = "folder" in run;
  const saved = isLoaded ? await modelOfRun(run.folder) : run;
  try {
    return await (format === "onnx" ? asOnnx(saved, options) : asTfjs(saved));
  } finally {
    // A model that was given is its giver's.
    if (isLoaded) saved.model.dispose();
  }
}
