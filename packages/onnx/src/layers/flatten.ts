import { type LayerCompiler, UnsupportedInput } from "./layer-compiler.js";
import { unsupportedDataFormat } from "./layer-options.js";

/** Feature maps to `[batch, features]`. The features keep the lowering's order; dense layers know it. */
export const flatten: LayerCompiler = {
  unsupported: unsupportedDataFormat,

  compile(_step, input, { lowering }) {
    if (input.kind !== "maps") {
      throw new UnsupportedInput("it takes feature maps, [batch, height, width, channels]");
    }
    const { extent } = input;
    return {
      output: { kind: "rows", value: lowering.flatten(input.value, extent), flattened: extent },
      backward: (dOutput, needs) => (needs.input ? { input: lowering.unflatten(dOutput, extent) } : {}),
    };
  },
};
