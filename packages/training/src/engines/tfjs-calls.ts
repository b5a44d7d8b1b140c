// How layers are called in a training step, where TensorFlow.js's own call has a wrong gradient or none, draws without a
// seed, or does not know that the layer is frozen. Forward they compute the same.
import * as tf from "@tensorflow/tfjs";
import type { TrainingPlan } from "../training-plan.js";
import { randomSeed } from "./random-bytes.js";
import { type FoundLayer, type Layer, layersOf } from "./tfjs-layers.js";
import { broadcast, dilated, paddedAverage, resized } from "./tfjs-operations.js";

interface At {
  readonly seed: number;
  readonly step: number;
}
type Call = (inputs: tf.Tensor[], kwargs: object, at: At) => tf.Tensor | tf.Tensor[];
type CallOf = (found: FoundLayer, original: Layer["call"]) => Call | undefined;

const inInference =
  ({ layer }: FoundLayer, original: Layer["call"]): Call =>
  (inputs) =>
    original.call(layer, inputs, { training: false });

/** By class name; undefined where the layer's own call is right. */
const CALLS: Readonly<Record<string, CallOf>> = {
  AveragePooling2D: ({ layer }) => {
    const { padding, poolSize, strides, dataFormat } = layer.getConfig();
    if (padding !== "same") return undefined;
    const window = { poolSize: poolSize as [number, number], strides: strides as [number, number] };
    return ([x]) => channelsLast(x!, dataFormat, (maps) => paddedAverage(maps, window));
  },
  UpSampling2D: ({ layer }) => {
    const { size, interpolation, dataFormat } = layer.getConfig();
    const [rows, columns] = size as [number, number];
    return ([x]) =>
      channelsLast(x!, dataFormat, (maps) => {
        const extent = [rows * maps.shape[1], columns * maps.shape[2]] as const;
        return resized(maps, extent, interpolation as "nearest" | "bilinear");
      });
  },
  Conv2D: ({ layer }, original) => withDilated("kernel", layer, original),
  SeparableConv2D: ({ layer }, original) => withDilated("depthwiseKernel", layer, original),
  GroupedConv2D({ layer }, original) {
    const config = layer.getConfig();
    const rate = rateOf(config);
    if (!rate) return undefined;
    return (inputs, kwargs) => {
      const [kernel, ...bias] = layer.weights;
      const weights = [{ read: () => dilated(kernel!.read() as tf.Tensor4D, rate) }, ...bias];
      const getConfig = () => ({ ...config, dilationRate: [1, 1] });
      return original.call(view(layer, { getConfig, convolution: { weights } }), inputs, kwargs);
    };
  },
  BatchNormalization({ layer, isFrozen }, original) {
    if (isFrozen) return inInference({ layer, isFrozen }, original);
    const { scale, center } = layer.getConfig();
    if (scale && center) return undefined;
    return (inputs, kwargs) => {
      const { shape } = Reflect.get(layer, "movingMean") as Weight;
      return original.call(view(layer, neutral(layer, shape as number[])), inputs, kwargs);
    };
  },
  LayerNormalization({ layer }, original) {
    const { scale, center } = layer.getConfig();
    if (scale && center) return undefined;
    return (inputs, kwargs) => {
      const shape = (Reflect.get(layer, "axis") as number[]).map((axis) => inputs[0]!.shape[axis]!);
      const factors = { ...neutral(layer, shape), scale: true, center: true };
      return original.call(view(layer, factors), inputs, kwargs);
    };
  },
  ThresholdedReLU: ({ layer }) => {
    const theta = Number(layer.getConfig().theta);
    return ([x]) => tf.mul(x!, tf.step(tf.sub(x!, theta)));
  },
  Maximum: ({ layer }, original) => onBroadcast(layer, original),
  Minimum: ({ layer }, original) => onBroadcast(layer, original),
  Dropout:
    ({ layer }, original) =>
    (inputs, kwargs, at) =>
      original.call(view(layer, { seed: seedOf(layer, at) }), inputs, kwargs),
  StochasticDepth: ({ layer }) => {
    const rate = Number(layer.getConfig().rate);
    return ([x], _, at) => {
      const images = tf.ones([x!.shape[0]!, ...x!.shape.slice(1).map(() => 1)]);
      return tf.mul(x!, tf.dropout(images, rate, undefined, seedOf(layer, at)));
    };
  },
};

/** Applies the model as a training step does; the model itself stays as it is. */
export function trainingApply(
  model: tf.LayersModel,
  { seed, asInInference = [] }: Pick<TrainingPlan, "seed" | "asInInference">,
): (images: tf.Tensor, step: number) => tf.Tensor {
  return (images, step) => {
    const replaced: Layer[] = [];
    try {
      for (const found of layersOf(model)) {
        const { layer } = found;
        const name = layer.getClassName();
        const call = asInInference.includes(name)
          ? inInference(found, layer.call)
          : CALLS[name]?.(found, layer.call);
        if (!call) continue;
        layer.call = (inputs, kwargs) => tf.tidy(() => call([inputs].flat(), kwargs, { seed, step }));
        replaced.push(layer);
      }
      return [model.apply(images, { training: true })].flat()[0] as tf.Tensor;
    } finally {
      for (const layer of replaced) Reflect.deleteProperty(layer, "call");
    }
  };
}

type Weight = Layer["weights"][number];

/** The layer with some other properties, which its own call then reads. */
const view = (layer: Layer, properties: Readonly<Record<string, unknown>>): Layer =>
  Object.create(
    layer,
    Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, { value }])),
  ) as Layer;

/** γ = 1 and β = 0 for those that a normalization does without: TensorFlow.js's gradients demand both. */
function neutral(layer: Layer, shape: number[]): Readonly<Record<string, unknown>> {
  const { scale, center } = layer.getConfig();
  return {
    ...(!scale && { gamma: { read: () => tf.ones(shape) } }),
    ...(!center && { beta: { read: () => tf.zeros(shape) } }),
  };
}

/** TensorFlow.js has no gradient of dilated convolutions, so the zeros are put into the kernel. */
function withDilated(name: string, layer: Layer, original: Layer["call"]): Call | undefined {
  const rate = rateOf(layer.getConfig());
  if (!rate) return undefined;
  const kernel = Reflect.get(layer, name) as Weight;
  const properties = {
    dilationRate: [1, 1],
    [name]: { read: () => dilated(kernel.read() as tf.Tensor4D, rate) },
  };
  return (inputs, kwargs) => original.call(view(layer, properties), inputs, kwargs);
}

function rateOf({ dilationRate }: tf.serialization.ConfigDict): [number, number] | undefined {
  const [down, right] = [dilationRate].flat() as number[];
  const rate: [number, number] = [down ?? 1, right ?? down ?? 1];
  return rate.some((step) => step > 1) ? rate : undefined;
}

/** TensorFlow.js's gradient of a maximum has the shape of the result, not that of an operand which is repeated. */
const onBroadcast =
  (layer: Layer, original: Layer["call"]) =>
  (inputs: tf.Tensor[], kwargs: object): tf.Tensor | tf.Tensor[] =>
    original.call(layer, broadcast(inputs), kwargs);

function channelsLast(
  x: tf.Tensor,
  dataFormat: unknown,
  compute: (maps: tf.Tensor4D) => tf.Tensor,
): tf.Tensor {
  if (dataFormat !== "channelsFirst") return compute(x as tf.Tensor4D);
  return tf.transpose(compute(tf.transpose(x as tf.Tensor4D, [0, 2, 3, 1])), [0, 3, 1, 2]);
}

const seedOf = ({ name }: Layer, { seed, step }: At): number => randomSeed(seed, name, step);
