import { expect, it } from "vitest";
import { FROM_LOGITS, PREPROCESSING, smallModel, smallSource } from "../../test/small-model.js";
import { onnxEngine } from "../engines/onnx.js";
import { fit } from "../fit.js";
import { stopOnNaN } from "./stop-on-nan.js";

it("ends a training that diverges and names the batch", async () => {
  const { stopped, history } = await fit(smallModel({ logits: true }), {
    train: smallSource(400),
    epochs: 5,
    optimizer: { type: "sgd", learningRate: 1e12 },
    loss: FROM_LOGITS,
    preprocessing: PREPROCESSING,
    engine: onnxEngine({ threads: 1 }),
    callbacks: [stopOnNaN()],
  });
  expect(stopped).toMatch(/^the loss is (NaN|Infinity) at batch \d+ of epoch 1/);
  expect(history).toEqual([]);
});
