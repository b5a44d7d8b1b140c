export { InspectionError } from "./errors.js";
export type { FirstFilters } from "./first-filters.js";
export { EXPLANATION_METHODS, type ExplanationMethod, explanationMethods } from "./methods.js";
export type {
  ExplainOptions,
  Explanation,
  LayerOutput,
  ModelInspector,
  Pixels,
} from "./model-inspector.js";
export { type InspectedModel, type InspectorOptions, openInspector } from "./open-inspector.js";
