import { featureExtractor, pytorchTensors, replaceHead, WeightsError, withHead } from "@imgcls/architectures";
import { safetensorsFile } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import { zipSync } from "fflate";
import h5wasm from "h5wasm";
import { describe, expect, it } from "vitest";
import { fillNetwork } from "./fill-network.js";

const network = (): tf.LayersModel =>
  tf.sequential({
    layers: [
      tf.layers.conv2d({ name: "conv", filters: 2, kernelSize: 1, inputShape: [3, 3, 1], useBias: false }),
      tf.layers.globalAveragePooling2d({}),
      tf.layers.dense({ name: "fc", units: 3, kernelInitializer: "zeros" }),
    ],
  });

/** A file of Keras 3 with ones, in layers that are named by their class. */
async function kerasFile(
  shapes: Readonly<Record<string, readonly (readonly number[])[]>>,
): Promise<Uint8Array> {
  const { FS } = await h5wasm.ready;
  const file = new h5wasm.File("/drawn.h5", "w");
  const layers = file.create_group("layers");
  for (const [name, weights] of Object.entries(shapes)) {
    const vars = layers.create_group(name).create_group("vars");
    for (const [index, shape] of weights.entries()) {
      const size = shape.reduce((product, extent) => product * extent, 1);
      vars.create_dataset({ name: `${index}`, data: new Float32Array(size).fill(1), shape: [...shape] });
    }
  }
  file.close();
  const bytes = FS.readFile("/drawn.h5");
  FS.unlink("/drawn.h5");
  return bytes;
}

function artifactsOf(model: tf.LayersModel): Promise<tf.io.ModelArtifacts> {
  return new Promise((resolve) => {
    void model.save({
      async save(artifacts) {
        resolve(artifacts);
        return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" } };
      },
    });
  });
}

const BASE = { conv2d: [[1, 1, 1, 2]] };
const WHOLE = { ...BASE, dense: [[2, 3], [3]] };
const valuesOf = (model: tf.LayersModel) => model.getWeights().map((weight) => Array.from(weight.dataSync()));

describe("fillNetwork", () => {
  it("reads files of Keras, with the last layer and without", async () => {
    const archive = zipSync({
      "metadata.json": new Uint8Array(),
      "model.weights.h5": await kerasFile(WHOLE),
    });
    for (const [file, hasHead] of [
      [await kerasFile(WHOLE), true],
      [archive, true],
      [await kerasFile(BASE), false],
    ] as const) {
      const model = network();
      expect(await fillNetwork(model, { bytes: file })).toBe(hasHead);
      const head = hasHead ? 1 : 0;
      expect(valuesOf(model)).toEqual([[1, 1], Array(6).fill(head), Array(3).fill(head)]);
    }
  });

  it("names the tensors of another network of Keras, and changes nothing", async () => {
    const model = network();
    const before = valuesOf(model);
    const failure = fillNetwork(model, { bytes: await kerasFile({ conv2d: [[3, 3, 1, 2]] }) });
    await expect(failure).rejects.toThrow(WeightsError);
    await expect(failure).rejects.toThrow('"conv2d/vars/0": expected [1,1,1,2], found [3,3,1,2]');
    expect(valuesOf(model)).toEqual(before);
  });

  it("reads a LayersModel with a last layer for other classes, whatever its name", async () => {
    for (const trained of [
      replaceHead(network(), { classes: 5 }),
      withHead(featureExtractor(network()), { classes: 5 }),
    ]) {
      const { weightSpecs: weights, weightData } = await artifactsOf(trained);
      const bytes = new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData));
      const model = network();
      expect(await fillNetwork(model, { bytes, manifest: [{ weights }] })).toBe(false);
      expect(valuesOf(model)).toEqual([valuesOf(trained)[0], Array(6).fill(0), Array(3).fill(0)]);
    }
  });

  it("reads what Teachable Machine exports, with its two layers behind the base", async () => {
    const trained = tf.sequential({
      layers: [
        tf.sequential({ layers: network().layers.slice(0, 2) }),
        tf.layers.dense({ name: "dense_Dense1", units: 4, activation: "relu" }),
        tf.layers.dense({ name: "dense_Dense2", units: 5, useBias: false }),
      ],
    });
    const { weightSpecs: weights, weightData } = await artifactsOf(trained);
    const bytes = new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData));
    const model = network();
    expect(await fillNetwork(model, { bytes, manifest: [{ weights }] })).toBe(false);
    expect(valuesOf(model)[0]).toEqual(valuesOf(trained)[0]);
  });

  it("reads safetensors", async () => {
    const model = network();
    const bytes = safetensorsFile(pytorchTensors(model), () => 2);
    expect(await fillNetwork(model, { bytes })).toBe(true);
    expect(valuesOf(model)).toEqual([[2, 2], Array(6).fill(2), Array(3).fill(2)]);
  });

  it("refuses what it does not know, and the beginning of what it knows", async () => {
    const keras = await kerasFile(WHOLE);
    for (const bytes of [
      new Uint8Array(),
      new Uint8Array(40),
      keras.slice(0, 100),
      zipSync({ "config.json": keras }),
    ]) {
      await expect(fillNetwork(network(), { bytes })).rejects.toThrow("[imgcls/architectures] weights of");
    }
  });
});
