export { CLASSIC_KERNELS, KERNEL_NAMES, type KernelName } from "./classic-kernels.js";
export { type ConvolveOptions, convolve, type KernelPadding } from "./convolve.js";
export { filterImage } from "./filter-image.js";
export type { Grid } from "./grid.js";
export { convolutionNumbers, kernelPictures, type NumbersOptions, networkSteps } from "./kernel-pictures.js";
