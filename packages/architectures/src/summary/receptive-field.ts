import type { LayersModel, layers } from "@tensorflow/tfjs";
import { layerInputs } from "./layer-graph.js";

/** Pixels of the image that one position of the maps depends on, padding included. */
export type ReceptiveField = readonly [height: number, width: number];

interface Reach {
  readonly size: ReceptiveField;
  /** Distance in the image between neighbours in the maps. */
  readonly jump: readonly [number, number];
}

const IMAGE: Reach = { size: [1, 1], jump: [1, 1] };

/** Their outputs depend on the whole image, or on none of its positions in particular. */
const WHOLE_IMAGE = new Set(["Flatten", "Dense", "GlobalAveragePooling2D", "GlobalMaxPooling2D", "Reshape"]);

interface Window {
  readonly kernelSize?: readonly number[];
  readonly poolSize?: readonly number[];
  readonly strides?: readonly number[];
  readonly dilationRate?: readonly number[];
}

/**
 * For every layer of a model; none where an output depends on the whole image. Where branches meet, the largest
 * counts; gates computed from the whole image (squeeze and excitation) do not.
 */
export function receptiveFields(model: LayersModel): ReadonlyMap<layers.Layer, ReceptiveField | undefined> {
  const reaches = new Map<layers.Layer, Reach | undefined>();
  for (const layer of model.layers) {
    const inputs = layerInputs(layer);
    const known = inputs.map((input) => (reaches.has(input) ? reaches.get(input) : IMAGE));
    reaches.set(layer, inputs.length === 0 ? IMAGE : reachOf(layer, largest(known)));
  }
  return new Map([...reaches].map(([layer, reach]) => [layer, reach?.size]));
}

function largest(reaches: readonly (Reach | undefined)[]): Reach | undefined {
  const known = reaches.filter((reach) => reach !== undefined);
  if (known.length === 0) return undefined;
  const most = (pick: (reach: Reach) => readonly [number, number], axis: 0 | 1) =>
    Math.max(...known.map((reach) => pick(reach)[axis]));
  const both = (pick: (reach: Reach) => readonly [number, number]) => [most(pick, 0), most(pick, 1)] as const;
  return { size: both(({ size }) => size), jump: both(({ jump }) => jump) };
}

/** size += (window − 1) · jump; jump *= stride */
function reachOf(layer: layers.Layer, input: Reach | undefined): Reach | undefined {
  if (input === undefined || WHOLE_IMAGE.has(layer.getClassName())) return undefined;
  const { kernelSize, poolSize, strides, dilationRate } = layer.getConfig() as Window;
  const window = kernelSize ?? poolSize;
  if (window === undefined) return input;
  const along = (axis: 0 | 1) => {
    const extent = 1 + ((window[axis] ?? 1) - 1) * (dilationRate?.[axis] ?? 1);
    const jump = input.jump[axis];
    return { size: input.size[axis] + (extent - 1) * jump, jump: jump * (strides?.[axis] ?? 1) };
  };
  const [height, width] = [along(0), along(1)];
  return { size: [height.size, width.size], jump: [height.jump, width.jump] };
}
