import { compileConvolution, unsupportedConvolution } from "./conv2d.js";
import type { LayerCompiler } from "./layer-compiler.js";

/** A convolution whose filters see only the channels of their group: GroupedConv2D of `@imgcls/architectures`. */
export const groupedConv2d: LayerCompiler = {
  unsupported: unsupportedConvolution,
  compile: (step, [input], context) =>
    compileConvolution(step, input, context, {
      role: "kernel",
      filters: step.config.filters as number,
      groups: step.config.groups as number,
    }),
};
