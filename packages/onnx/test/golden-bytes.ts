import type * as tf from "@tensorflow/tfjs";
import type { LoweringChoice } from "../src/index.js";
import { loweringOf } from "../src/lowering/lowering-of.js";
import type { BytesOf } from "./run-step.js";
import { dropoutBytes, lengthOf } from "./test-model.js";

/** The bytes of the golden masks, which are in the order of channels, height, width, in that of the graph. */
export function goldenBytes(model: tf.LayersModel, lowering: LoweringChoice): BytesOf {
  const dropping = model.layers.filter((layer) => /^(Dropout|StochasticDepth)$/.test(layer.getClassName()));
  const drawing = dropping.filter((layer) => Math.round(Number(layer.getConfig().rate) * 256) > 0);
  return (index, step, length) => {
    const layer = drawing[index]!;
    const shape = (layer.input as tf.SymbolicTensor).shape.slice(1) as number[];
    const ofImages = layer.getClassName() === "StochasticDepth";
    if (ofImages || shape.length !== 3) return dropoutBytes(index, step, length);
    const [height, width, channels] = shape as [number, number, number];
    const orderIn = (choice: LoweringChoice) =>
      loweringOf(choice).flattenedLayout({ height, width, channels }, 1);
    const [golden, graph] = [orderIn("portable"), orderIn(lowering)];
    const [features, inGraph] = [lengthOf(shape), lengthOf(graph.shape)];
    const batch = length / inGraph;
    const bytes = Float32Array.from(dropoutBytes(index, step, batch * features));
    const ordered = new Uint8Array(length);
    for (let image = 0; image < batch; image++) {
      const ofImage = bytes.subarray(image * features, (image + 1) * features);
      ordered.set(graph.pack(golden.unpack(ofImage)), image * inGraph);
    }
    return ordered;
  };
}
