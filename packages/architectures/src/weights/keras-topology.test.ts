import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import golden from "../../test/golden/keras-models.json" with { type: "json" };
import { loadModel } from "./load-model.js";

/** What Keras wrote, with its weights. */
async function loaded({ topology, weights }: (typeof golden)[number]): Promise<tf.LayersModel> {
  const model = await loadModel(tf.io.fromMemory({ modelTopology: topology }));
  for (const { layer: name, values } of weights) {
    const layer = model.getLayer(name);
    layer.setWeights(layer.weights.map(({ shape }, i) => tf.tensor([...values[i]!], shape as number[])));
  }
  return model;
}

describe("a model as Keras 3 describes it", () => {
  it.each(golden.map((entry) => [entry.topology.config.name, entry] as const))(
    "predicts what Keras does: %s",
    async (_, entry) => {
      const model = await loaded(entry);
      const images = tf.linspace(-1, 1, 144).reshape([2, 6, 6, 2]);
      const predictions = (model.predict(images) as tf.Tensor).arraySync() as number[][];
      predictions.forEach((row, i) => {
        row.forEach((value, k) => {
          expect(value).toBeCloseTo(entry.predictions[i]![k]!, 5);
        });
      });
    },
  );

  const changed = (name: string, options: object): object => {
    const topology = structuredClone(golden[0]!.topology);
    Object.assign(topology.config.layers.find(({ config }) => config.name === name)!.config, options);
    return topology;
  };
  const loading = (topology: object) => loadModel(tf.io.fromMemory({ modelTopology: topology }));

  it("is refused with every option that TensorFlow.js has no layer for", async () => {
    await expect(loading(changed("slope", { max_value: 6 }))).rejects.toThrow(
      'layer "slope" (ReLU): TensorFlow.js has no layer with negative_slope 0.2, threshold 0 and max_value 6',
    );
    await expect(
      loading(changed("conv", { dtype: { class_name: "DTypePolicy", config: { name: "bfloat16" } } })),
    ).rejects.toThrow('layer "conv" (Conv2D): expected the data type float32, found "bfloat16"');
  });

  it("is refused with an activation that is another one in TensorFlow.js, but for descriptions of Keras 2", async () => {
    const topology = changed("conv", { activation: "hard_sigmoid" });
    await expect(loading(topology)).rejects.toThrow('layer "conv" (Conv2D): TensorFlow.js\'s hard_sigmoid');
    const earlier = JSON.parse(JSON.stringify(topology).replaceAll("batch_shape", "batch_input_shape"));
    expect((await loading(earlier)).getLayer("conv").getConfig().activation).toBe("hardSigmoid");
  });

  it("is refused with every option that TensorFlow.js would drop", async () => {
    await expect(loading(changed("conv", { groups: 2 }))).rejects.toThrow(
      'layer "conv" (Conv2D): TensorFlow.js does not read its groups, which is 2',
    );
    await expect(loading(changed("mean", { keepdims: true }))).rejects.toThrow(
      /"mean".*keepdims, which is true/,
    );
  });

  it("computes a mixed policy in float32", async () => {
    const mixed = { class_name: "DTypePolicy", config: { name: "mixed_float16" } };
    expect((await loading(changed("conv", { dtype: mixed }))).layers).toHaveLength(13);
  });
});
