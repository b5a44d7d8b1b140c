export { type ClassHistogramOptions, classHistogram } from "./class-histogram.js";
export { descriptionRows } from "./describe-text.js";
export { type PreviewOptions, previewAugmentations } from "./preview-augmentations.js";
export { htmlPage, type PageSection } from "./svg.js";
