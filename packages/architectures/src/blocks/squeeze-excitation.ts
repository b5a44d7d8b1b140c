import type { layers, SymbolicTensor } from "@tensorflow/tfjs";
import type { LayerFactory } from "../layer-factory.js";
import { chain, channelsOf, join } from "./chain.js";
import { convolution } from "./convolution.js";

export interface SqueezeExcitationOptions {
  readonly name: string;
  /** Channels between the two convolutions. */
  readonly squeezed: number;
  /** Names of the two convolutions, after `name`. Default `["fc1", "fc2"]`. */
  readonly parts?: readonly [reduce: string, expand: string];
  /** Between the two convolutions. Default "swish". */
  readonly activation?: "swish" | "relu";
  /** "hard": relu6(x + 3) / 6, as in MobileNet V3. Default "sigmoid". */
  readonly gate?: "sigmoid" | "hard";
}

/** Multiplies each channel by a gate computed from the means of all channels (Hu et al., 2017). */
export function squeezeExcitation(
  layers: LayerFactory,
  maps: SymbolicTensor,
  {
    name,
    squeezed,
    parts: [reduce, expand] = ["fc1", "fc2"],
    activation = "swish",
    gate = "sigmoid",
  }: SqueezeExcitationOptions,
): SymbolicTensor {
  const channels = channelsOf(maps);
  const widened = { name: `${name}.${expand}`, filters: channels, kernelSize: 1 };
  const gates = chain(
    maps,
    layers.globalAveragePooling2d({ name: `${name}.avgpool` }),
    layers.reshape({ name: `${name}.reshape`, targetShape: [1, 1, channels] }),
    ...convolution(layers, { name: `${name}.${reduce}`, filters: squeezed, kernelSize: 1, activation }),
    ...(gate === "sigmoid"
      ? convolution(layers, { ...widened, activation: "sigmoid" })
      : [...convolution(layers, widened), ...hardSigmoid(layers, `${name}.gate`)]),
  );
  return join(layers.multiply({ name: `${name}.scale` }), maps, gates);
}

/** relu6(x + 3) / 6. TensorFlow.js's own "hardSigmoid" has another slope, 0.2. */
const hardSigmoid = (layers: LayerFactory, name: string): layers.Layer[] => [
  layers.rescaling({ name: `${name}.shift`, scale: 1, offset: 3 }),
  layers.activation("relu6", `${name}.clip`),
  layers.rescaling({ name: `${name}.rescale`, scale: 1 / 6 }),
];
