import type { Value } from "./graph/graph.js";
import { add, dequantize, mul } from "./graph/ops/elementwise.js";
import type { Lowering } from "./lowering/lowering.js";
import type { Preprocessing } from "./types.js";

/**
 * `(pixel · scale − mean) / std` from uint8 images `[batch, height, width, channels]` to float32 maps. The
 * pixels change their order while they are bytes, a quarter of the floats' memory.
 */
export function preprocess(images: Value, { scale, mean, std }: Preprocessing, lowering: Lowering): Value {
  const scaled = dequantize(lowering.enter(images), scale);
  if (!mean && !std) return scaled;
  const channels = images.shape[3]!;
  const perChannel = (compute: (channel: number) => number) =>
    lowering.perChannel(
      scaled,
      Array.from({ length: channels }, (_, channel) => compute(channel)),
    );
  const factor = perChannel((channel) => 1 / (std?.[channel] ?? 1));
  const offset = perChannel((channel) => -(mean?.[channel] ?? 0) / (std?.[channel] ?? 1));
  return add(mul(scaled, factor), offset);
}
