import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { createModel } from "../build-model.js";
import { WeightsError } from "../errors.js";
import { loadPytorchWeights, pytorchTensors } from "./pytorch.js";
import type { StoredTensor } from "./stored-tensor.js";

const lenet = () => createModel("lenet5", { inputShape: [32, 32, 1] });

const filled = (shape: readonly number[], value = 0.5): StoredTensor => ({
  shape,
  values: () => new Float32Array(shape.reduce((product, extent) => product * extent, 1)).fill(value),
});

const stateOf = (model: tf.LayersModel): Map<string, StoredTensor> =>
  new Map(pytorchTensors(model).map(({ name, shape }) => [name, filled(shape)]));

const digest = (model: tf.LayersModel): number[] =>
  model.getWeights().map((weight) => weight.sum().dataSync()[0]!);

it("lists the tensors that it expects", () => {
  expect(pytorchTensors(lenet()).slice(0, 6)).toEqual([
    { name: "c1.weight", shape: [6, 1, 5, 5] },
    { name: "c1.bias", shape: [6] },
    { name: "c3.weight", shape: [16, 6, 5, 5] },
    { name: "c3.bias", shape: [16] },
    { name: "c5.weight", shape: [120, 400] },
    { name: "c5.bias", shape: [120] },
  ]);
});

it("reorders the inputs of a dense layer behind a flattening", () => {
  const image = tf.input({ shape: [1, 2, 2] });
  const flat = tf.layers.flatten().apply(image) as tf.SymbolicTensor;
  const outputs = tf.layers.dense({ name: "fc", units: 1 }).apply(flat) as tf.SymbolicTensor;
  const model = tf.model({ inputs: image, outputs });
  // PyTorch's order: both columns of the first channel, then of the second.
  const weight = { shape: [1, 4], values: () => new Float32Array([1, 2, 3, 4]) };
  loadPytorchWeights(
    model,
    new Map([
      ["fc.weight", weight],
      ["fc.bias", filled([1], 0)],
    ]),
  );
  expect(Array.from(model.getWeights()[0]!.dataSync())).toEqual([1, 3, 2, 4]);
});

it("says which tensors are missing, of another shape and left over, and changes nothing", () => {
  const model = lenet();
  const before = digest(model);
  const state = stateOf(model);
  state.delete("c1.bias");
  state.set("output.weight", filled([1000, 84]));
  state.set("aux.weight", filled([1]));
  state.set("c1.num_batches_tracked", filled([]));
  const load = (options = {}) => loadPytorchWeights(model, state, options);
  expect(load).toThrow(WeightsError);
  expect(load).toThrow('"c1.bias" is missing; expected [6]');
  expect(load).toThrow('"output.weight": expected [10,84], found [1000,84]');
  expect(load).toThrow('"aux.weight" has no place in the model');
  expect(() => load({ ignore: [/^aux\./] })).not.toThrow("aux.weight");
  expect(digest(model)).toEqual(before);
});

it("says which tensors hold numbers that are none", () => {
  const model = lenet();
  const before = digest(model);
  const state = stateOf(model).set("c3.bias", filled([16], Number.NaN));
  state.set("f6.bias", filled([84], Number.POSITIVE_INFINITY));
  expect(() => loadPytorchWeights(model, state)).toThrow(
    'weights of lenet5: "c3.bias": 16 of 16 numbers are not finite (NaN or infinite); "f6.bias": 84 of 84',
  );
  expect(digest(model)).toEqual(before);
});

it("shortens a long list of problems", () => {
  expect(() => loadPytorchWeights(createModel("resnet20"), new Map())).toThrow(/and \d+ more\.$/);
});
