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
  const consumersOf = consumersByName(model);
  const trimmed = new Map<string, LayerStep>();
  for (const step of model.steps.toReversed()) {
    const consumers = (consumersOf.get(step.name) ?? []).map(({ name }) => trimmed.get(name)!);
    const isTrimmable = isPooledConv(step) || isElementwise(step);
    const taken = isTrimmable && !model.outputs.includes(step.name) ? takenByAll(consumers) : undefined;
    trimmed.set(step.name, taken ? { ...step, outputShape: [...taken, step.outputShape[2]!] } : step);
  }
  const steps = model.steps.map(({ name }): LayerStep => {
    const step = trimmed.get(name)!;
    const inputShapes = step.inputs.map(
      (input, i) => trimmed.get(input)?.outputShape ?? step.inputShapes[i]!,
    );
    return { ...step, inputShapes };
  });
  return { ...model, steps };
}

/** The first rows and columns that are enough for all of them; undefined for all rows and columns. */
function takenByAll(consumers: readonly LayerStep[]): Extent | undefined {
  const extents = consumers.map(takenBy);
  const known = extents.filter((extent) => extent !== undefined);
  if (known.length === 0 || known.length < extents.length) return undefined;
  return [Math.max(...known.map(([height]) => height)), Math.max(...known.map(([, width]) => width))];
}

function takenBy(step: LayerStep): Extent | undefined {
  const { className, config, outputShape } = step;
  const extent: Extent = [outputShape[0]!, outputShape[1]!];
  if (isElementwise(step)) return extent;
  if (className === "Conv2D") return takenByWindows(config, extent);
  if (className !== POOLED_CONV) return undefined;
  const convolved = takenByWindows(config.pooling as LayerStep["config"], extent);
  return convolved && takenByWindows(config, convolved);
}

/** What so many windows of a convolution or a pooling take without padding; undefined where they pad. */
function takenByWindows(config: LayerStep["config"], [height, width]: Extent): Extent | undefined {
  if (config.padding !== "valid") return undefined;
  const size = pairOf(config.kernelSize ?? config.poolSize);
  const strides = pairOf(config.strides ?? size);
  const dilation = pairOf(config.dilationRate ?? 1);
  const taken = (windows: number, axis: 0 | 1) =>
    (windows - 1) * strides[axis] + (size[axis] - 1) * dilation[axis] + 1;
  return [taken(height, 0), taken(width, 1)];
}

const isPooledConv = ({ className, config }: LayerStep): boolean =>
  className === POOLED_CONV && (config.pooling as LayerStep["config"]).padding === "valid";

/** Of feature maps, one at a time: what a softmax takes is no single element. */
const isElementwise = ({ className, config, outputShape }: LayerStep): boolean =>
  outputShape.length === 3 && className === "Activation" && config.activation !== "softmax";
