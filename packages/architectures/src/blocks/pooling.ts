import type { SymbolicTensor } from "@tensorflow/tfjs";
import type { LayerFactory } from "../layer-factory.js";
import { chain, extentOf } from "./chain.js";

export interface CeilPoolingOptions {
  readonly name: string;
  readonly poolSize: number;
  readonly strides: number;
}

/**
 * Max pooling whose last window may reach beyond the maps (Caffe's, and PyTorch's `ceil_mode`):
 * ⌈(size − poolSize) / strides⌉ + 1 windows. For maps that are nowhere negative, as after a ReLU.
 */
export function ceilMaxPooling(
  factory: LayerFactory,
  maps: SymbolicTensor,
  { name, poolSize, strides }: CeilPoolingOptions,
): SymbolicTensor {
  const missing = extentOf(maps).map((size) => {
    const rest = (size - poolSize) % strides;
    return rest === 0 ? 0 : strides - rest;
  });
  const pooling = { name, poolSize, strides };
  if (missing.every((pixels) => pixels === 0)) return chain(maps, factory.maxPooling2d(pooling));
  // One pixel that is missing at the end is what TensorFlow's "same" padding adds.
  const isSame = extentOf(maps).every(
    (size, axis) => missing[axis] === 1 && (Math.ceil(size / strides) - 1) * strides + poolSize - size === 1,
  );
  if (isSame) return chain(maps, factory.maxPooling2d({ ...pooling, padding: "same" }));
  const [bottom = 0, right = 0] = missing;
  const padding: [[number, number], [number, number]] = [
    [0, bottom],
    [0, right],
  ];
  return chain(maps, factory.zeroPadding2d({ name: `${name}.pad`, padding }), factory.maxPooling2d(pooling));
}
