import { reachOf } from "./graph/shapes.js";
import { pairOf } from "./layers/layer-options.js";
import { consumersByName, POOLED_CONV } from "./rewrite-model.js";
import type { LayerStep, WalkedModel } from "./walk-model.js";

type Extent = readonly [height: number, width: number];

/**
 * A convolution with its max pooling computes only the rows and columns that somebody takes. Windows leave out at the end
 * what does not fill one more: behind 15 rows, a convolution of 3×3 and a pooling of 2×2 take 14, and the last has no
 * effect on anything. It is then missing from the maps, and from their gradients.
 */
export function trimPooledConvs(model: WalkedModel): WalkedModel {
  const taken = takenExtents(model);
  const shapes = new Map<string, readonly number[]>();
  const steps = model.steps.map((step): LayerStep => {
    const inputShapes = step.inputs.map((input, i) => shapes.get(input) ?? step.inputShapes[i]!);
    const trimmed = { ...step, inputShapes, outputShape: outputShapeOf(step, inputShapes, taken) };
    shapes.set(step.name, trimmed.outputShape);
    return trimmed;
  });
  return { ...model, steps };
}

function outputShapeOf(
  step: LayerStep,
  [inputShape]: LayerStep["inputShapes"],
  taken: ReadonlyMap<string, Extent>,
): readonly number[] {
  if (isElementwise(step)) return inputShape!;
  const extent = isPooledConv(step) ? taken.get(step.name) : undefined;
  return extent ? [...extent, step.outputShape[2]!] : step.outputShape;
}

/** How many of a step's first rows and columns are enough for those that take its maps, where that is known. */
function takenExtents(model: WalkedModel): Map<string, Extent> {
  const consumersOf = consumersByName(model);
  const taken = new Map<string, Extent>();
  for (const { name } of model.steps.toReversed()) {
    const extents = (consumersOf.get(name) ?? []).map((consumer) => takenBy(consumer, taken));
    const known = extents.filter((extent) => extent !== undefined);
    if (known.length === 0 || known.length < extents.length || model.outputs.includes(name)) continue;
    const largest = (axis: 0 | 1) => Math.max(...known.map((extent) => extent[axis]));
    taken.set(name, [largest(0), largest(1)]);
  }
  return taken;
}

/** What a step takes of its input to give what is taken of it. */
function takenBy(step: LayerStep, taken: ReadonlyMap<string, Extent>): Extent | undefined {
  const { name, className, config, outputShape } = step;
  if (isElementwise(step)) return taken.get(name);
  const all: Extent = [outputShape[0]!, outputShape[1]!];
  if (className === "Conv2D") return takenByWindows(config, all);
  if (!isPooledConv(step)) return undefined;
  const convolved = takenByWindows(config.pooling as LayerStep["config"], taken.get(name) ?? all);
  return convolved && takenByWindows(config, convolved);
}

/** What so many windows of a convolution or a pooling take without padding; undefined where they pad. */
function takenByWindows(config: LayerStep["config"], [height, width]: Extent): Extent | undefined {
  if (config.padding !== "valid") return undefined;
  const size = pairOf(config.kernelSize ?? config.poolSize);
  const strides = pairOf(config.strides ?? config.poolSize ?? 1);
  const dilation = pairOf(config.dilationRate ?? 1);
  const reach = (output: number, axis: 0 | 1) =>
    reachOf({ size: size[axis], stride: strides[axis], dilation: dilation[axis], padBefore: 0, output }).end;
  return [reach(height, 0), reach(width, 1)];
}

const isPooledConv = ({ className, config }: LayerStep): boolean =>
  className === POOLED_CONV && (config.pooling as LayerStep["config"]).padding === "valid";

/** Of feature maps, one position at a time. */
const isElementwise = ({ className, outputShape }: LayerStep): boolean =>
  className === "Activation" && outputShape.length === 3;
