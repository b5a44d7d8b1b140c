export * from "./build-model.js";
export * from "./errors.js";
export { getPreset } from "./get-preset.js";
export { type BuildOptions, definePreset, type ImageShape, type Preset } from "./preset.js";
export { layerSeed, type PresetLayers } from "./preset-layers.js";
export { type PresetName, presets } from "./presets/index.js";
export * from "./summary.js";
export type * from "./training-recipe.js";
