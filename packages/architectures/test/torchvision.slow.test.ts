// The architectures "as torchvision" with the weights that golden/torchvision_logits.py gave torchvision's models.
import { describe } from "vitest";
import golden from "./golden/torchvision-logits.json" with { type: "json" };
import { computeOnWasm, testLogits } from "./golden-logits.js";

await computeOnWasm();

describe("as torchvision", () => {
  for (const [name, values] of Object.entries(golden)) testLogits(name, values, 1e-3);
});
