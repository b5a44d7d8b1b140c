// Every registered architecture: what its record promises. Adding one to the registry adds its tests.
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  buildModel,
  type ImageShape,
  type Preset,
  presets,
  registerLayers,
  summarize,
} from "../src/index.js";

beforeAll(registerLayers);

const models: tf.LayersModel[] = [];
const build = (...args: Parameters<typeof buildModel>): tf.LayersModel => {
  const model = buildModel(...args);
  models.push(model);
  return model;
};
afterEach(() => {
  for (const model of models.splice(0)) model.dispose();
});

async function savedAndLoaded(model: tf.LayersModel): Promise<tf.LayersModel> {
  const artifacts = await new Promise<tf.io.ModelArtifacts>((resolve) => {
    void model.save(
      tf.io.withSaveHandler(async (saved) => {
        resolve(saved);
        return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(saved) };
      }),
    );
  });
  const modelTopology = JSON.parse(JSON.stringify(artifacts.modelTopology)) as object;
  return tf.loadLayersModel(tf.io.fromMemory({ ...artifacts, modelTopology }));
}

/** Weights of zeros cost no time. */
const shapesOnly = { initialWeights: "zeros" } as const;

describe.each(Object.entries(presets))("%s", (name, preset: Preset) => {
  it("is registered under its own name", () => expect(preset.name).toBe(name));

  it("has the published parameters and the recorded cost", () => {
    const model = build(preset, shapesOnly);
    const { totalParameters, trainableParameters, multiplyAdds } = summarize(model);
    const { testAccuracy, ...expected } = preset.expected;
    expect({ parameters: totalParameters, trainableParameters, multiplyAdds }).toEqual(expected);
    expect(model.countParams()).toBe(expected.parameters);
    expect(model.inputs.map(({ shape }) => shape)).toEqual([[null, ...preset.inputShape]]);
    expect(model.outputs.map(({ shape }) => shape)).toEqual([[null, preset.classes]]);
  });

  it.each([[[28, 28, 1]], [[32, 32, 3]], [[48, 64, 3]]] as [ImageShape][])(
    "takes images of %j",
    (inputShape) => {
      const model = build(preset, { ...shapesOnly, inputShape, classes: 7 });
      expect(model.inputs[0]?.shape).toEqual([null, ...inputShape]);
      expect(model.outputs[0]?.shape).toEqual([null, 7]);
    },
  );

  it("prepares pixels channel by channel", () => {
    const { mean, std, scale } = preset.preprocessing;
    expect(scale).toBe(1 / 255);
    for (const values of [mean, std])
      expect(values?.length ?? preset.inputShape[2]).toBe(preset.inputShape[2]);
  });

  it("survives being saved and loaded by TensorFlow.js", async () => {
    const model = build(preset, { ...shapesOnly, inputShape: [32, 32, 3], classes: 4 });
    const loaded = await savedAndLoaded(model);
    models.push(loaded);
    expect(loaded.toJSON(null, false)).toEqual(model.toJSON(null, false));
    const described = ({ weights }: tf.LayersModel) =>
      weights.map(({ originalName, shape }) => ({ originalName, shape }));
    expect(described(loaded)).toEqual(described(model));
  });

  it("names its layers uniquely, so that weights are found by name", () => {
    const names = build(preset, { ...shapesOnly, inputShape: [32, 32, 3] }).layers.map((layer) => layer.name);
    expect(new Set(names).size).toBe(names.length);
  });
});

it.each(["googlenet", "googlenet-paper"])("%s has two auxiliary heads when asked", (name) => {
  const model = build(name, { ...shapesOnly, auxiliaryHeads: true });
  expect(model.outputs.map(({ shape }) => shape)).toEqual(Array(3).fill([null, 1000]));
  const published = { googlenet: 13_004_888, "googlenet-paper": 13_378_280 }[name];
  expect(summarize(model).trainableParameters).toBe(published);
  const small = build(name, { ...shapesOnly, auxiliaryHeads: true, inputShape: [32, 32, 3], classes: 10 });
  expect(small.outputs).toHaveLength(3);
});

const counted = (name: string, classes: number) => {
  const { totalParameters, trainableParameters } = summarize(
    build(name, { ...shapesOnly, inputShape: [32, 32, 3], classes }),
  );
  return { trainable: trainableParameters, averages: totalParameters - trainableParameters };
};

it.each([
  ["resnet18", 10, 11_173_962, 9600],
  ["resnet18", 100, 11_220_132, 9600],
  ["wide-resnet28-10", 100, 36_536_884, 17_952],
])("counts the published variants for CIFAR: %s, %d classes", (name, classes, trainable, averages) => {
  expect(counted(name, classes)).toEqual({ trainable, averages });
});

it.each([20, 32, 44, 56, 110])("ResNet-%d for CIFAR-100 has 90 more classes of 64 features", (depth) => {
  for (const name of [`resnet${depth}`, `resnet${depth}-b`]) {
    expect(counted(name, 100).trainable - counted(name, 10).trainable).toBe(64 * 90 + 90);
  }
});

it("airbench94 has the published parameters beside moving averages", () => {
  const model = build("airbench94", shapesOnly);
  const averages = 2 * 1152;
  expect(model.countParams() - averages).toBe(1_971_640);
});
