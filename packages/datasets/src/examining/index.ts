export {
  type CopiedImages,
  type Examination,
  type ExamineOptions,
  examineImages,
  type FaultyImage,
  type ImagePlace,
} from "./examine-images.js";
export type { PictureFault } from "./picture-faults.js";
