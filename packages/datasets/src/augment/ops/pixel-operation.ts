/**
 * Changes an image into another of the same shape, allocating nothing. Operations that need memory of their
 * own (tables, histograms, intermediate images) are made by a function for one shape.
 *
 * @param amount what the operation says: a factor, a threshold, degrees, pixels, ...
 */
export type PixelOperation = (image: Uint8Array, out: Uint8Array, amount: number) => void;
