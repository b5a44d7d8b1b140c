import { expectAllClose } from "@imgcls/test-utils";
import { realWeights } from "@imgcls/test-utils/real-weights";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { createModel, featureExtractor, getPreset, loadPytorchWeights } from "../src/index.js";
import { computeOnWasm } from "./golden-logits.js";

const real = realWeights();
await computeOnWasm();

it.skipIf(real === undefined)("EfficientNet-Lite0 trained on ImageNet has timm's logits and features", () => {
  const { file, picture, logits, features } = real!;
  const { scale, mean, std } = getPreset("efficientnet-lite0").preprocessing;
  const model = createModel("efficientnet-lite0", { initialWeights: "zeros" });
  loadPytorchWeights(model, file);
  const image = tf
    .tensor4d(Float32Array.from(picture), [1, 224, 224, 3])
    .mul(scale)
    .sub([...mean!])
    .div([...std!]);
  const outputs = (each: tf.LayersModel) => (each.predict(image) as tf.Tensor).dataSync<"float32">();
  expect(logits).toHaveLength(1000);
  expectAllClose(outputs(model), logits, 1e-4, "logits");
  expectAllClose(outputs(featureExtractor(model)), features, 1e-4, "features");
});
