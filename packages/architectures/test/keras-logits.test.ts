// The architectures "as Keras" with the weights that golden/keras_logits.py gave Keras's models.
import { describe } from "vitest";
import golden from "./golden/keras-logits.json" with { type: "json" };
import { computeOnWasm, testLogits } from "./golden-logits.js";

await computeOnWasm();

describe("as Keras", () => {
  for (const [name, values] of Object.entries(golden)) testLogits(name, values, 1e-4);
});
