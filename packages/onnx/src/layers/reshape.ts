import { reshape, transpose } from "../graph/ops/movement.js";
import { compileOnPlain, type LayerCompiler } from "./layer-compiler.js";

/** The same numbers in the LayersModel's order, in another shape. */
export const reshapeLayer: LayerCompiler = {
  unsupported: () => [],
  compile: ({ outputShape }, inputs, { lowering }) =>
    compileOnPlain(inputs, lowering, ([x]) => ({
      y: reshape(x!, [x!.shape[0]!, ...outputShape]),
      backward: (dy) => [() => reshape(dy, x!.shape)],
    })),
};

/** The axes in another order; `dims` counts them from 1, the batch stays. */
export const permute: LayerCompiler = {
  unsupported: () => [],
  compile: ({ config }, inputs, { lowering }) =>
    compileOnPlain(inputs, lowering, ([x]) => {
      const order = [0, ...(config.dims as number[])];
      const inverse = order.map((_, axis) => order.indexOf(axis));
      return { y: transpose(x!, order), backward: (dy) => [() => transpose(dy, inverse)] };
    }),
};
