export { type ClassHistogramOptions, classHistogram } from "./class-histogram.js";
export { type DatasetPageOptions, datasetPage } from "./dataset-page.js";
export { descriptionRows } from "./describe-text.js";
export { htmlPage, type PageSection } from "./html-page.js";
export { type Picture, type PictureGridLayout, pictureGrid } from "./picture-grid.js";
export { type PreviewOptions, previewAugmentations } from "./preview-augmentations.js";
export { svgToPng } from "./svg-to-png.js";
