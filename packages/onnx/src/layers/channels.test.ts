import { ChannelBias, ChannelPadding, ChannelShuffle, ChannelSlice, LayerScale } from "@imgcls/architectures";
import * as tf from "@tensorflow/tfjs";
import { chain, classifier, head, rowsStem, stem, testLayerCompiler } from "../../test/layer-contract.js";

const conv = () => tf.layers.conv2d({ filters: 2, kernelSize: 2, activation: "tanh", name: "behind" });

testLayerCompiler("ChannelShuffle", {
  cases: [
    {
      name: "2 groups of 3",
      inputShape: [3, 4, 1],
      layers: () => [stem(6), new ChannelShuffle({ groups: 2 }), conv(), ...head()],
    },
    {
      name: "3 groups of 2",
      inputShape: [3, 3, 1],
      layers: () => [stem(6), new ChannelShuffle({ groups: 3 }), conv(), ...head()],
    },
  ],
});

testLayerCompiler("ChannelSlice", {
  cases: [
    {
      name: "the middle",
      inputShape: [3, 4, 1],
      layers: () => [stem(6), new ChannelSlice({ start: 1, size: 3 }), conv(), ...head()],
    },
    {
      name: "two halves, joined the other way round",
      inputShape: [3, 3, 1],
      layers: () => (image) => {
        const maps = chain(image, stem(6));
        const halves = [3, 0].map((start) => chain(maps, new ChannelSlice({ start, size: 3 })));
        return chain(tf.layers.concatenate().apply(halves) as tf.SymbolicTensor, conv(), ...head());
      },
    },
  ],
});

testLayerCompiler("ChannelPadding", {
  cases: [
    {
      name: "before and after",
      inputShape: [3, 4, 1],
      layers: () => [stem(3), new ChannelPadding({ padding: [1, 2] }), conv(), ...head()],
    },
    {
      name: "a shortcut to more channels and fewer positions",
      inputShape: [4, 4, 1],
      layers: () => (image) => {
        const maps = chain(image, stem(2));
        const residual = tf.layers.conv2d({
          filters: 4,
          kernelSize: 3,
          strides: 2,
          padding: "same",
          name: "residual",
        });
        const shortcut = chain(
          maps,
          tf.layers.averagePooling2d({ poolSize: 1, strides: 2 }),
          new ChannelPadding({ padding: [1, 1] }),
        );
        return chain(
          tf.layers.add().apply([chain(maps, residual), shortcut]) as tf.SymbolicTensor,
          ...head(),
        );
      },
    },
  ],
});

testLayerCompiler("LayerScale", {
  cases: [
    { name: "maps", inputShape: [3, 4, 1], layers: () => [stem(3), new LayerScale(), ...head()] },
    {
      name: "features",
      inputShape: [3, 3, 1],
      layers: () => [...rowsStem(4), new LayerScale(), classifier()],
    },
  ],
});

testLayerCompiler("ChannelBias", {
  cases: [
    { name: "maps", inputShape: [3, 4, 1], layers: () => [stem(3), new ChannelBias(), ...head()] },
    {
      name: "of a frozen convolution",
      inputShape: [4, 4, 2],
      layers: () => [
        tf.layers.conv2d({ filters: 3, kernelSize: 2, useBias: false, trainable: false }),
        new ChannelBias(),
        tf.layers.activation({ activation: "tanh" }),
        ...head(),
      ],
    },
  ],
});
