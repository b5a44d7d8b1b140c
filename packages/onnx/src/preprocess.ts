import type { Graph, Value } from "./graph/graph.js";
import { add, dequantize, mul } from "./graph/ops/elementwise.js";
import type { Maps } from "./layers/feature.js";
import type { Lowering } from "./lowering/lowering.js";
import type { InferenceOptions, Preprocessing } from "./types.js";
import type { WalkedModel } from "./walk-model.js";

/** The graph's images `[batch, height, width, channels]`, and the maps that are the first layer's input. */
export function emitImages(
  graph: Graph,
  { inputShape }: WalkedModel,
  { batchSize, preprocessing }: Pick<InferenceOptions, "batchSize" | "preprocessing">,
  lowering: Lowering,
  dtype: "uint8" | "float32" = "uint8",
): { images: Value; input: Maps } {
  const [height, width, channels] = inputShape;
  const images = graph.input("images", dtype, [batchSize, ...inputShape]);
  const value = graph.within("preprocessing", () => preprocess(images, preprocessing, lowering));
  return { images, input: { kind: "maps", value, extent: { height, width, channels }, lowering } };
}

/**
 * `(pixel · scale − mean) / std` from uint8 (or float32) images `[batch, height, width, channels]` to float32 maps. The
 * pixels change their order while they are bytes, a quarter of the floats' memory.
 */
export function preprocess(images: Value, { scale, mean, std }: Preprocessing, lowering: Lowering): Value {
  const maps = lowering.enter(images);
  const scaled = images.dtype === "uint8" ? dequantize(maps, scale) : mul(maps, scale);
  if (!mean && !std) return scaled;
  const channels = images.shape[3]!;
  const perChannel = (compute: (channel: number) => number) =>
    lowering.perChannel(
      scaled,
      Array.from({ length: channels }, (_, channel) => compute(channel)),
    );
  const factor = perChannel((channel) => 1 / (std?.[channel] ?? 1));
  const offset = perChannel((channel) => -(mean?.[channel] ?? 0) / (std?.[channel] ?? 1));
  return lowering.formula([scaled, factor, offset], (x, a, b) => add(mul(x, a), b));
}

/** dL/dpixel, `[batch, height, width, channels]`, from `dImages` = dL/dx of the same order. */
export const preprocessGradient = (dImages: Value, { scale, std }: Preprocessing): Value =>
  std
    ? mul(
        dImages,
        dImages.graph.constant(
          Float32Array.from(std, (deviation) => scale / deviation),
          [std.length],
        ),
      )
    : mul(dImages, scale);
