export { copiedPositions } from "./copied-positions.js";
export {
  type CopiedImages,
  type Examination,
  type ExamineOptions,
  examineImages,
  type FaultyImage,
} from "./examine-images.js";
export { type ImagePlace, placeOf } from "./image-place.js";
export type { PictureFault } from "./picture-faults.js";
export { type PictureLooks, pictureLooks } from "./picture-looks.js";
