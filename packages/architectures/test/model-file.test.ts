import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { createModel } from "../src/build-model.js";
import { loadModel } from "../src/weights/load-model.js";

it("a model is loaded by the path of its model.json, without a layer registered before", async () => {
  const model = createModel("resnet20", { inputShape: [8, 8, 3], classes: 3, seed: 1 });
  const folder = await mkdtemp(join(tmpdir(), "imgcls-model-"));
  await model.save(
    tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
      const weightsManifest = [{ paths: ["weights.bin"], weights: weightSpecs }];
      await writeFile(join(folder, "model.json"), JSON.stringify({ modelTopology, weightsManifest }));
      await writeFile(
        join(folder, "weights.bin"),
        new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData)),
      );
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" } };
    }),
  );
  const loaded = await loadModel(join(folder, "model.json"));
  await rm(folder, { recursive: true });
  const images = tf.linspace(0, 1, 192).reshape([1, 8, 8, 3]);
  const [expected, actual] = [model, loaded].map((each) => (each.predict(images) as tf.Tensor).dataSync());
  expect(actual).toEqual(expected);
});
