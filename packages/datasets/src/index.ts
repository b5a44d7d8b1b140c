export * from "./augment/index.js";
export * from "./batches.js";
export * from "./describe.js";
export {
  AugmentationError,
  DatasetDownloadError,
  DatasetFilesMissingError,
  DatasetFormatError,
  DatasetOptionsError,
  DatasetStorageError,
  FileMissingError,
  ImageDecodeError,
  type MissingFile,
  type PublishedFile,
  type RemoteFile,
  UnknownDatasetError,
  type UnreadableImage,
  UnreadableImagesError,
} from "./errors.js";
export * from "./examining/index.js";
export { cacheFiles } from "./files/cache-files.js";
export type { DownloadProgress } from "./files/download.js";
export type { FileStore } from "./files/file-store.js";
export { sha256 } from "./files/intact.js";
export {
  type ArrivedFile,
  findFile,
  type ObtainFileOptions,
  obtainFile,
  type WantedFile,
} from "./files/obtain-file.js";
export * from "./filters/index.js";
export { fingerprint } from "./fingerprint.js";
export type { FolderImages } from "./folder/folder-images.js";
export { inNaturalOrder, isSystemName } from "./folder/image-files.js";
export type { ImageFolderOptions } from "./folder/image-folder-options.js";
export { type LeftOut, leftOutText } from "./folder/left-out.js";
export type { ImageFolder } from "./folder/open-images.js";
export type { PickedFolder } from "./folder/picked-files.js";
export { type ArchiveLimits, DEFAULT_LIMITS } from "./formats/limits.js";
export {
  createLazyImages,
  type ImageSet,
  isInMemory,
  type LazyImages,
  type Outcome,
  readImages,
  type SameKind,
  type StoredSize,
} from "./image-set.js";
export { type CenterCropOptions, decodeCenterCrop } from "./images/center-crop.js";
export { decodeImage } from "./images/decode-image.js";
export type { DecodeOptions, Rgb } from "./images/decode-options.js";
export {
  asDrawnDigit,
  type DrawnDigit,
  type DrawnDigitOptions,
  decodeDrawnDigit,
  type Invert,
} from "./images/drawn-digit.js";
export { hasImageName, IMAGE_EXTENSIONS } from "./images/image-format.js";
export { type ImageGridOptions, imageGrid, imageGridPage, imageGridPng } from "./images/image-grid.js";
export type { Fit } from "./images/placement.js";
export {
  createLabeledImages,
  type ImageShape,
  type LabeledImages,
  type LabeledImagesInit,
} from "./labeled-images.js";
export * from "./load-dataset.js";
export * from "./looking/index.js";
export * from "./one-hot.js";
export { type Random, random } from "./random.js";
export { rescale } from "./rescale.js";
export { classCounts, classWeights, firstOfEachClass } from "./sets/class-counts.js";
export { concat } from "./sets/concat.js";
export { getImage, type LabeledImage } from "./sets/get-image.js";
export { type Fold, type KFoldOptions, kFold } from "./sets/k-fold.js";
export { mapLabels } from "./sets/map-labels.js";
export { meanAndStd, type PixelScale, type PixelStatistics } from "./sets/pixel-statistics.js";
export { filter, select, shuffle, type TakeOptions, take } from "./sets/select.js";
export { type ToMemoryOptions, toMemory } from "./sets/to-memory.js";
export { imageFolder } from "./sources/image-folder.js";
export { type ImageZipOptions, imageZip } from "./sources/image-zip.js";
export type { DatasetId, DatasetPlace } from "./sources/index.js";
export type {
  Dataset,
  DatasetInfo,
  DatasetPart,
  LoadedDataset,
  LoadOptions,
  SpecialOption,
  Superclasses,
} from "./sources/source.js";
export { type SplitOptions, split } from "./split.js";
export { type LabelForm, type TensorFactory, type TensorOptions, toTensors } from "./to-tensors.js";
export { type TfBatch, type TfData, type TfDatasetOptions, toTfDataset } from "./to-tf-dataset.js";
export { BatchWorkerError } from "./workers/batch-worker-error.js";
