import { expectAllClose } from "@imgcls/test-utils";
import type { RealWeights } from "@imgcls/test-utils/real-weights";
import { onnxEngine } from "@imgcls/training";
import { loadPretrained } from "../src/index.js";

/** EfficientNet-Lite0 trained on ImageNet has timm's logits, computed as a training or a page computes. */
export async function expectRealLogits({ file, picture, logits }: RealWeights): Promise<void> {
  const { model, facts } = await loadPretrained("efficientnet-lite0", { weights: file });
  const plan = { preprocessing: facts.preprocessing, batchSize: 1, inputShape: [224, 224, 3] as const };
  const predictor = await onnxEngine().createPredictor(model, plan);
  const found = Float32Array.from(await predictor.predict(picture, 1));
  await predictor.dispose();
  model.dispose();
  expectAllClose(found, logits, 1e-4, "logits");
}
