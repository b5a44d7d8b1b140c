import { realWeights } from "@imgcls/test-utils/real-weights";
import { it } from "vitest";
import { expectRealLogits } from "./real-logits.js";

const real = realWeights();

it.skipIf(real === undefined)("a network trained on ImageNet has timm's logits in Node", () =>
  expectRealLogits(real!),
);
