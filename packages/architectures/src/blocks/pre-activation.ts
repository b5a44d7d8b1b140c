import type { layers, SymbolicTensor } from "@tensorflow/tfjs";
import type { LayerFactory } from "../layer-factory.js";
import { chain, channelsOf, join } from "./chain.js";
import { convolution, normActivation } from "./convolution.js";

export interface PreActivationOptions {
  readonly layers: LayerFactory;
  /** Of the block: its layers are `name.bn1`, `name.conv1` and so on. */
  readonly name: string;
  readonly width: number;
  readonly strides: number;
  /** 3×3 and 3×3; or 1×1, 3×3 and 1×1 with four times the filters at the end. */
  readonly kind: "basic" | "bottleneck";
}

/**
 * Normalization and activation before every convolution (He et al., 2016, figure 1b), nothing after the sum. Where
 * the shape changes the shortcut is a 1×1 convolution of the activated input.
 */
export function preActivationBlock(
  input: SymbolicTensor,
  { layers, name, width, strides, kind }: PreActivationOptions,
): SymbolicTensor {
  const activation = "relu";
  const conv = (index: number, filters: number, kernelSize: number, stride = 1): layers.Layer[] =>
    convolution(layers, {
      name: `${name}.conv${index}`,
      filters,
      kernelSize,
      strides: stride,
      useBias: false,
    });
  const norm = (index: number) => normActivation(layers, { name: `${name}.bn${index}`, activation });

  const activated = chain(input, ...norm(1));
  const filters = kind === "basic" ? width : 4 * width;
  const branch =
    kind === "basic"
      ? chain(activated, ...conv(1, width, 3, strides), ...norm(2), ...conv(2, width, 3))
      : chain(
          activated,
          ...conv(1, width, 1),
          ...norm(2),
          ...conv(2, width, 3, strides),
          ...norm(3),
          ...conv(3, filters, 1),
        );
  const shortcut =
    strides === 1 && channelsOf(input) === filters
      ? input
      : chain(
          activated,
          ...convolution(layers, {
            name: `${name}.shortcut`,
            filters,
            kernelSize: 1,
            strides,
            useBias: false,
          }),
        );
  return join(layers.add(), branch, shortcut);
}
