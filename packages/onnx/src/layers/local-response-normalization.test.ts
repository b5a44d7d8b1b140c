import { LocalResponseNormalization, type LocalResponseNormalizationArgs } from "@imgcls/architectures";
import { head, stem, testLayerCompiler } from "../../test/layer-contract.js";

const normalization = (options: LocalResponseNormalizationArgs) =>
  new LocalResponseNormalization({ name: "tested", ...options });

testLayerCompiler("LocalResponseNormalization", {
  cases: [
    {
      name: "AlexNet's constants",
      inputShape: [3, 4, 1],
      layers: () => [stem(7), normalization({}), ...head()],
    },
    {
      name: "a strong normalization",
      inputShape: [3, 3, 1],
      layers: () => [stem(8), normalization({ alpha: 0.5, bias: 1, beta: 0.5, depthRadius: 1 }), ...head()],
    },
    {
      name: "a window wider than the maps are deep",
      inputShape: [3, 3, 1],
      layers: () => [stem(3), normalization({ alpha: 0.3, bias: 0.5, depthRadius: 4 }), ...head()],
    },
  ],
  unsupported: [
    {
      name: "a bias of 0, which divides by 0",
      inputShape: [3, 3, 2],
      layers: () => [normalization({ bias: 0 }), ...head()],
      reasons: [/^bias 0 is not supported, use one above 0$/],
    },
  ],
});
