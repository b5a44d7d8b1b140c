/**
 * Names that arguments are checked against before anything large is loaded. The compiler holds each
 * list equal to the package's own.
 */
import type { PresetName } from "@imgcls/architectures";
import type { DatasetId, DatasetPlace } from "@imgcls/datasets";

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
  "synthetic-shapes": true,
} as const satisfies Record<DatasetId, true>;

/** Data sets whose id says where they are. */
const places = {
  folder: "folder:PATH",
  zip: "zip:FILE",
} as const satisfies Record<DatasetPlace, string>;

export const architectureIds = Object.keys(architectures);
export const datasetIds = Object.keys(datasets);
export const placeForms: readonly string[] = Object.values(places);

/** Whether an id says where the images are, as in `folder:PATH`. */
export const isPlace = (id: string): boolean =>
  Object.keys(places).some((prefix) => id.startsWith(`${prefix}:`) && id.length > prefix.length + 1);
export const engineNames = ["auto", "onnx", "tfjs"] as const;
export const optimizerNames = ["sgd", "adam"] as const;
