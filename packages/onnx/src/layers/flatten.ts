import { reshape } from "../graph/ops/movement.js";
import { sizeOf } from "../graph/shapes.js";
import { plain } from "./feature.js";
import type { LayerCompiler } from "./layer-compiler.js";
import { unsupportedDataFormat } from "./layer-options.js";

/** To `[batch, features]`. The features of maps keep the lowering's order; dense layers know it. */
export const flatten: LayerCompiler = {
  unsupported: unsupportedDataFormat,

  compile(_step, [input], { lowering }) {
    const { value } = input!;
    if (input!.kind === "maps") {
      const { extent } = input!;
      return {
        output: { ...input!, kind: "flattened", value: lowering.flatten(value, extent) },
        backward: (dOutput) => ({ inputs: [() => lowering.unflatten(dOutput, extent)] }),
      };
    }
    const [batch, ...features] = value.shape as [number, ...number[]];
    return {
      output: input!.kind === "flattened" ? input! : plain(reshape(value, [batch, sizeOf(features)])),
      backward: (dOutput) => ({ inputs: [() => reshape(dOutput, value.shape)] }),
    };
  },
};
