import { cast } from "../graph/ops/elementwise.js";
import { INLINED } from "../graph/ops/inlined.js";
import { readStoredBase } from "../inlined/stored-base.js";
import { sameLayout } from "../layout.js";
import { plain, plainValue, requireMaps } from "./feature.js";
import type { LayerCompiler } from "./layer-compiler.js";
import { unsupportedMaps } from "./layer-options.js";

/** A network of an ONNX file as it is: OnnxBase of `@imgcls/architectures`. It passes no gradient on. */
export const onnxBase: LayerCompiler = {
  unsupported: (step) => [
    ...unsupportedMaps(step),
    ...(step.trainable ? ["it cannot be trained: set trainable = false"] : []),
  ],

  compile({ config, weights, outputShape }, [input], { weight }) {
    const graph = config.graph as string;
    const { image } = readStoredBase(graph);
    // No lowering compiles it but those whose maps are channels first.
    const maps = requireMaps(input);
    const pixels = cast(image.layout === "NCHW" ? maps.value : plainValue(maps), image.dtype);
    const values = weights.map(({ role, shape }) => weight(role, sameLayout(shape)));
    const output = pixels.graph.emit(
      INLINED,
      [pixels, ...values],
      { dtype: "float32", shape: [pixels.shape[0]!, ...outputShape] },
      { graph: { string: graph } },
    );
    return {
      output: plain(output),
      backward() {
        throw new Error("[imgcls/onnx] a base of an ONNX file has no gradient");
      },
    };
  },
};
