import { reachOf } from "./graph/shapes.js";
import { pairOf } from "./layers/layer-options.js";
import { consumersByName, POOLED_CONV } from "./rewrite-model.js";
import type { LayerStep, WalkedModel } from "./walk-model.js";

type Extent = readonly [height: number, width: number];

/**
 * Makes a convolution with its max pooling compute only the rows and columns that a later layer reads. Windows do not
 * read the end of a map that does not fill another window: of 15 rows, a convolution of 3×3 followed by a pooling of
 * 2×2 reads 14. The last row has no effect on anything, so it is left out of the maps and of their gradients.
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

/** How many of a step's first rows and columns are read by later steps, where that is known. */
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

/** What a step reads of its input to compute what is read of its output. */
function takenBy(step: LayerStep, taken: ReadonlyMap<string, Extent>): Extent | undefined {
  const { name, className, config, outputShape } = step;
  if (isElementwise(step)) return taken.get(name);
  const all: Extent = [outputShape[0]!, outputShape[1]!];
  if (className === "Conv2D") return takenByWindows(config, all);
  if (!isPooledConv(step)) return undefined;
  const convolved = takenByWindows(config.pooling as LayerStep["config"], taken.get(name) ?? all);
  return convolved && takenByWindows(config, convolved);
}

/** What so many windows of a convolution or a pooling read; undefined where they have padding. */
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
