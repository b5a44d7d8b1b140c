import { type LayerCompiler, requireMaps } from "./layer-compiler.js";
import { unsupportedDataFormat } from "./layer-options.js";

/** Feature maps to `[batch, features]`. The features keep the lowering's order; dense layers know it. */
export const flatten: LayerCompiler = {
  unsupported: unsupportedDataFormat,

  compile(_step, input, { lowering }) {
    const { value, extent } = requireMaps(input);
    return {
      output: { kind: "rows", value: lowering.flatten(value, extent), flattened: extent },
      backward: (dOutput, needs) => (needs.input ? { input: lowering.unflatten(dOutput, extent) } : {}),
    };
  },
};
