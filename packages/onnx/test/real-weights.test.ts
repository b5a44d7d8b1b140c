import { createModel, getPreset, loadPytorchWeights } from "@imgcls/architectures";
import { expectAllClose, loadOnnx } from "@imgcls/test-utils";
import { realWeights } from "@imgcls/test-utils/real-weights";
import { expect, it } from "vitest";
import { exportOnnx } from "../src/index.js";

const real = realWeights();

it.skipIf(real === undefined)("an exported network trained on ImageNet has timm's logits", async () => {
  const { file, picture, logits } = real!;
  const model = createModel("efficientnet-lite0", { initialWeights: "zeros" });
  loadPytorchWeights(model, file);
  const { preprocessing } = getPreset("efficientnet-lite0");
  const program = await loadOnnx(await exportOnnx(model, { preprocessing, softmax: false }));
  const found = await program.run({ images: { data: picture, shape: [1, 224, 224, 3] } });
  await program.release();
  expect(logits).toHaveLength(1000);
  expectAllClose(found.logits!, logits, 1e-4, "logits");
});
