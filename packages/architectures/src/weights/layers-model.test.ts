import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { WeightsError } from "../errors.js";
import { loadLayersModelWeights } from "./layers-model.js";

const network = (names: readonly string[] = ["conv", "norm", "fc"]): tf.LayersModel =>
  tf.sequential({
    layers: [
      tf.layers.conv2d({ name: names[0]!, filters: 2, kernelSize: 1, inputShape: [3, 3, 1], useBias: false }),
      tf.layers.batchNormalization({ name: names[1]! }),
      tf.layers.globalAveragePooling2d({}),
      tf.layers.dense({ name: names[2]!, units: 3 }),
    ],
  });

/** What `model.save` writes. */
async function saved(
  model: tf.LayersModel,
): Promise<{ manifest: { weights: tf.io.WeightsManifestEntry[] }[]; data: Uint8Array }> {
  let artifacts: tf.io.ModelArtifacts = {};
  await model.save({
    async save(given) {
      artifacts = given;
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" } };
    },
  });
  const data = new Uint8Array(tf.io.CompositeArrayBuffer.join(artifacts.weightData));
  return { manifest: [{ weights: artifacts.weightSpecs! }], data };
}

const valuesOf = (model: tf.LayersModel) => model.getWeights().map((weight) => Array.from(weight.dataSync()));

const original = network();
const { manifest, data } = await saved(original);

it("finds weights by their names, and by their order where names are others", async () => {
  const model = network();
  loadLayersModelWeights(model, manifest, data);
  expect(valuesOf(model)).toEqual(valuesOf(original));
  const renamed = network(["conv1", "conv1_bn", "predictions"]);
  loadLayersModelWeights(renamed, manifest, data);
  expect(valuesOf(renamed)).toEqual(valuesOf(original));
});

it("undoes quantization", () => {
  const quantization = { dtype: "uint8", scale: 0.5, min: -1 } as const;
  const model = tf.sequential({
    layers: [tf.layers.dense({ name: "fc", units: 3, inputShape: [1], useBias: false })],
  });
  const weights = [{ name: "fc/kernel", shape: [1, 3], dtype: "float32", quantization }];
  loadLayersModelWeights(model, [{ weights }], Uint8Array.of(0, 2, 4));
  expect(valuesOf(model)).toEqual([[-1, 0, 1]]);
});

it("names what does not fit, and changes nothing; what is ignored is no mistake", async () => {
  const model = network();
  const before = valuesOf(model);
  const other = await saved(
    tf.sequential({
      layers: [tf.layers.conv2d({ name: "conv", filters: 4, kernelSize: 1, inputShape: [3, 3, 1] })],
    }),
  );
  expect(() => loadLayersModelWeights(model, other.manifest, other.data)).toThrow(
    /"conv\/kernel": expected \[1,1,1,2\], found \[1,1,1,4\]; "norm\/gamma" is missing.*"conv\/bias" has no place in the model/,
  );
  expect(valuesOf(model)).toEqual(before);
  const base = tf.model({ inputs: model.inputs, outputs: model.layers[2]!.output as tf.SymbolicTensor });
  expect(() => loadLayersModelWeights(base, manifest, data)).toThrow('"fc/kernel" has no place');
  loadLayersModelWeights(base, manifest, data, { ignore: [/^fc\//] });
  expect(valuesOf(model).slice(0, 3)).toEqual(valuesOf(original).slice(0, 3));
});

it("survives hostile manifests and files: loads, or throws WeightsError", () => {
  const model = network();
  const text = JSON.stringify(manifest);
  const change = fc.tuple(fc.nat({ max: text.length - 1 }), fc.constantFrom(...'0123456789-"[]{}:,nul'));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 3 }), fc.nat({ max: data.length }), (changes, cut) => {
      const letters = [...text];
      for (const [at, letter] of changes) letters[at] = letter;
      let tampered: unknown;
      try {
        tampered = JSON.parse(letters.join(""));
      } catch {
        return;
      }
      try {
        loadLayersModelWeights(model, tampered, data.subarray(cut % 2 === 0 ? 0 : cut));
      } catch (error) {
        if (!(error instanceof WeightsError)) throw error;
      }
    }),
    { numRuns: 300 },
  );
  for (const nothing of [null, {}, [null], [{ weights: [null] }], "x"]) {
    expect(() => loadLayersModelWeights(model, nothing, data)).toThrow(WeightsError);
  }
});
