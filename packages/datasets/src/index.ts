export * from "./batches.js";
export * from "./describe.js";
export {
  DatasetDownloadError,
  DatasetFilesMissingError,
  DatasetFormatError,
  DatasetStorageError,
  ImageDecodeError,
  type MissingFile,
  type RemoteFile,
  UnknownDatasetError,
} from "./errors.js";
export type { DownloadProgress } from "./files/download.js";
export { fingerprint } from "./fingerprint.js";
export { decodeImage } from "./images/decode-image.js";
export type { DecodeOptions } from "./images/decode-options.js";
export { type ImageGridOptions, imageGrid, imageGridPage, imageGridPng } from "./images/image-grid.js";
export {
  classCounts,
  createLabeledImages,
  firstOfEachClass,
  type ImageShape,
  type LabeledImages,
  type LabeledImagesInit,
  select,
  take,
} from "./labeled-images.js";
export * from "./load-dataset.js";
export * from "./one-hot.js";
export { type Random, random } from "./random.js";
export { rescale } from "./rescale.js";
export type { DatasetId } from "./sources/index.js";
export type {
  Dataset,
  DatasetInfo,
  DatasetPart,
  LoadedDataset,
  LoadOptions,
  SpecialOption,
} from "./sources/source.js";
export { type SplitOptions, split } from "./split.js";
export { type TensorFactory, toTensors } from "./to-tensors.js";
