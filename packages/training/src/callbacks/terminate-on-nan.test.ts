import { expect, it } from "vitest";
import { FROM_LOGITS, PREPROCESSING, smallModel, smallSource } from "../../test/small-model.js";
import { onnxEngine } from "../engines/onnx.js";
import { fit } from "../fit.js";
import { type TerminateOnNaNOptions, terminateOnNaN } from "./terminate-on-nan.js";

const diverge = (options?: TerminateOnNaNOptions) =>
  fit(smallModel({ logits: true }), {
    train: smallSource(400),
    epochs: 5,
    optimizer: { type: "sgd", learningRate: 1e12 },
    loss: FROM_LOGITS,
    preprocessing: PREPROCESSING,
    engine: onnxEngine({ threads: 1 }),
    callbacks: [terminateOnNaN(options)],
  });

it("ends a training that diverges and names the batch", async () => {
  const { stopped, history } = await diverge();
  expect(stopped).toMatch(/^the loss is (NaN|Infinity) at batch \d+ of epoch 1/);
  expect(history).toEqual([]);
});

it("throws when that is asked for", async () => {
  await expect(diverge({ raiseError: true })).rejects.toThrow(
    /terminateOnNaN: the loss is \S+ at batch \d+ of epoch 1\. Try a smaller/,
  );
});
