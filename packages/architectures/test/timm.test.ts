// The architectures "as timm" with the weights that golden/timm_logits.py gave timm's models.
import { describe } from "vitest";
import golden from "./golden/timm-logits.json" with { type: "json" };
import { computeOnWasm, testLogits } from "./golden-logits.js";

await computeOnWasm();

describe("as timm", () => {
  for (const [name, values] of Object.entries(golden)) testLogits(name, values, 1e-4);
});
