import { GroupedConv2D, type GroupedConv2DArgs } from "@imgcls/architectures";
import { head, stem, testLayerCompiler } from "../../test/layer-contract.js";

const between = (channels: number, options: GroupedConv2DArgs) => ({
  layers: () => [
    stem(channels),
    new GroupedConv2D({ activation: "tanh", name: "tested", ...options }),
    ...head(),
  ],
});

testLayerCompiler("GroupedConv2D", {
  cases: [
    { name: "2 groups", inputShape: [6, 5, 1], ...between(4, { filters: 6, kernelSize: 3, groups: 2 }) },
    {
      name: "3 groups, same",
      inputShape: [5, 6, 1],
      ...between(6, { filters: 3, kernelSize: 3, groups: 3, padding: "same" }),
    },
    {
      name: "stride 2, same",
      inputShape: [7, 6, 1],
      ...between(4, { filters: 4, kernelSize: 3, strides: 2, groups: 2, padding: "same" }),
    },
    {
      name: "more filters than channels, stride 2, valid",
      inputShape: [8, 6, 1],
      ...between(4, { filters: 8, kernelSize: [3, 2], strides: 2, groups: 2 }),
    },
    {
      name: "as many groups as channels and filters",
      inputShape: [5, 5, 1],
      ...between(3, { filters: 3, kernelSize: 3, groups: 3, padding: "same" }),
    },
    {
      name: "many channels",
      inputShape: [4, 4, 1],
      ...between(32, { filters: 32, kernelSize: 3, groups: 2, padding: "same" }),
    },
    {
      name: "dilation",
      tfjsHasNoGradient: true,
      inputShape: [7, 6, 1],
      ...between(4, { filters: 4, kernelSize: 3, groups: 2, dilationRate: 2, padding: "same" }),
    },
    {
      name: "one group, which TensorFlow.js cannot train, without bias",
      tfjsHasNoGradient: true,
      inputShape: [5, 5, 1],
      ...between(2, { filters: 3, kernelSize: 3, useBias: false }),
    },
  ],
});
