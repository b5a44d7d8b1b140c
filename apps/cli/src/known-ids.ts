/**
 * Names that arguments are checked against before anything large is loaded. The compiler holds each
 * list equal to the package's own.
 */
import type { PresetName } from "@imgcls/architectures";
import type { DatasetId } from "@imgcls/datasets";

const architectures = {
  "mnist-cnn": true,
  "cifar10-cnn": true,
  "cifar100-cnn": true,
  "cifar10-tutorial": true,
  mlp: true,
} as const satisfies Record<PresetName, true>;

const datasets = {
  mnist: true,
  "fashion-mnist": true,
  cifar10: true,
  cifar100: true,
  "synthetic-digits": true,
} as const satisfies Record<DatasetId, true>;

export const architectureIds = Object.keys(architectures);
export const datasetIds = Object.keys(datasets);
export const engineNames = ["auto", "onnx", "tfjs"] as const;
export const optimizerNames = ["sgd", "adam"] as const;
