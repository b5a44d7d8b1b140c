import { checkpointing } from "../src/callbacks/checkpointing.js";
import { earlyStopping } from "../src/callbacks/early-stopping.js";
import type { Checkpoint } from "../src/checkpoint.js";
import { onnxEngine } from "../src/engines/onnx.js";
import { fit } from "../src/fit.js";
import type { ModelCard } from "../src/saving/model-card.js";
import type { SavedRun } from "../src/saving/run-files.js";
import {
  ADAM,
  CLASSES,
  FROM_PROBABILITIES,
  PREPROCESSING,
  SHAPE,
  smallModel,
  smallSource,
} from "./small-model.js";

export const smallCard = (changes: Partial<ModelCard> = {}): ModelCard => ({
  schemaVersion: 3,
  architecture: { id: "small", options: { maxNorm: true } },
  inputShape: SHAPE as unknown as [number, number, number],
  classNames: Array.from({ length: CLASSES }, (_, index) => `class ${index}`),
  preprocessing: PREPROCESSING,
  recipe: { optimizer: ADAM, loss: FROM_PROBABILITIES, batchSize: 8, epochs: 2 },
  dataset: { id: "synthetic", sizes: { train: 24, validation: 8 }, fingerprint: "abc" },
  seed: 0,
  engine: { name: "onnx", version: "1.30.0", device: "cpu, 1 thread" },
  environment: { node: "v20" },
  metrics: {},
  ...changes,
});

/** The card as it was before there were digests: what is beside it may be anything. */
export function cardOfVersion1(bytes: Uint8Array): Uint8Array {
  const { files, sha256, ...card } = JSON.parse(new TextDecoder().decode(bytes));
  return new TextEncoder().encode(JSON.stringify({ ...card, schemaVersion: 1 }));
}

export const smallTraining = (epochs: number) => ({
  train: smallSource(24),
  validation: smallSource(8, 5),
  epochs,
  optimizer: ADAM,
  loss: FROM_PROBABILITIES,
  preprocessing: PREPROCESSING,
  engine: onnxEngine({ threads: 1 }),
});

/** A trained model with everything that a run folder holds, and the checkpoint of every epoch. */
export async function smallRun(): Promise<{
  run: Required<Omit<SavedRun, "phase">>;
  checkpoints: Checkpoint[];
}> {
  const model = smallModel({ maxNorm: true });
  const checkpoints: Checkpoint[] = [];
  const save = (checkpoint: Checkpoint) => void checkpoints.push(checkpoint);
  const { history, checkpoint } = await fit(model, {
    ...smallTraining(2),
    callbacks: [earlyStopping({ restoreBestWeights: true, patience: 5 }), checkpointing({ save })],
  });
  return { run: { model, card: smallCard(), history, checkpoint }, checkpoints };
}
