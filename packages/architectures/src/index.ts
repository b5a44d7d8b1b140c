export * from "./blocks/index.js";
export * from "./build-model.js";
export {
  type ChosenTraining,
  type DataSize,
  type DefaultsForSize,
  defaultsForSize,
} from "./defaults-for-size.js";
export { diagram } from "./diagram/diagram.js";
export * from "./errors.js";
export * from "./families/index.js";
export { getPreset } from "./get-preset.js";
export * from "./kernel-initializer.js";
export { type LayerFactory, type LayerFactoryOptions, layerFactory } from "./layer-factory.js";
export { layerSeed } from "./layer-seed.js";
export * from "./layers/index.js";
export { listModels, type ModelFilter } from "./list-models.js";
export { preprocessingFor } from "./preprocessing-for.js";
export {
  type ArchitectureOptions,
  type BuildOptions,
  definePreset,
  type ImageShape,
  LARGEST_SMALL_IMAGE,
  type Network,
  type Preset,
  type Stem,
} from "./preset.js";
export { type PresetName, presets } from "./presets/index.js";
export * from "./summary/summary.js";
export type * from "./training-recipe.js";
export { freeze, type LayerChoice, unfreeze, unfreezeFrom } from "./transfer/freeze.js";
export { type ParameterGroup, parameterGroups } from "./transfer/parameter-groups.js";
export {
  type FeatureExtractorOptions,
  featureExtractor,
  type ReplaceHeadOptions,
  replaceHead,
} from "./transfer/replace-head.js";
export { type HeadOptions, headModel, withHead } from "./transfer/with-head.js";
export { type LayersModelWeightsOptions, loadLayersModelWeights } from "./weights/layers-model.js";
export { listWeights } from "./weights/list-weights.js";
export { loadModel } from "./weights/load-model.js";
export { loadPytorchWeights, type PytorchWeightsOptions, pytorchTensors } from "./weights/pytorch.js";
export { readPytorchFile } from "./weights/pytorch-file.js";
export { readSafetensors } from "./weights/safetensors.js";
export type { StoredTensor, StoredTensors } from "./weights/stored-tensor.js";
export { type WeightsFile, type WeightsInfo, weightsInfo } from "./weights/table.js";
export { type WhiteningOptions, whitenFirstLayer, whiteningKernel } from "./whitening/whitening.js";
