export {
  type CopiedImages,
  type Examination,
  type ExamineOptions,
  examineImages,
  type FaultyImage,
} from "./examine-images.js";
export { type ImagePlace, placeOf } from "./image-place.js";
export type { PictureFault } from "./picture-faults.js";
