// The architectures "as torchvision" with the weights that golden/torchvision_logits.py gave torchvision's models.
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { formulaBytes, uniformAt } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { describe, expect, it } from "vitest";
import {
  buildModel,
  loadPytorchWeights,
  pytorchTensors,
  type StoredTensor,
  summarize,
} from "../src/index.js";
import golden from "./golden/torchvision-logits.json" with { type: "json" };

const IMAGES_STREAM = 77;

// TensorFlow.js's `cpu` backend would need minutes.
const wasm = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
setWasmPaths(`${dirname(wasm)}/`);
await tf.setBackend("wasm");

/** The 32-bit FNV-1a hash of ASCII text. */
const fnv1a = (text: string): number =>
  Array.from(text).reduce(
    (hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193),
    0x811c9dc5,
  ) >>> 0;

/** As `tensor` of the script. */
function tensor(name: string, shape: readonly number[]): StoredTensor {
  const stream = fnv1a(name);
  const limit = Math.sqrt(6 / shape.slice(1).reduce((product, extent) => product * extent, 1));
  const value: (uniform: number) => number =
    shape.length > 1 && !name.endsWith("layer_scale")
      ? (uniform) => limit * (2 * uniform - 1)
      : /bias$|running_mean$/.test(name)
        ? (uniform) => 0.1 * (2 * uniform - 1)
        : (uniform) => 0.5 + uniform;
  const length = shape.reduce((product, extent) => product * extent, 1);
  return {
    shape,
    values: () => Float32Array.from({ length }, (_, index) => value(uniformAt(stream, index))),
  };
}

/** PyTorch's shapes where the model's differ by extents of 1: matrices of 1×1 convolutions, columns of scales. */
const pytorchShape = (model: string, name: string, shape: readonly number[]): readonly number[] => {
  if (model !== "convnext-tiny") return shape;
  if (name.endsWith("layer_scale")) return [...shape, 1, 1];
  return /block\.[35]\.weight$/.test(name) ? shape.slice(0, 2) : shape;
};

describe.each(Object.entries(golden))(
  "%s as torchvision",
  (name, { size, tensors, multiplyAdds, logits }) => {
    const model = buildModel(name, {
      inputShape: [size, size, 3],
      classes: 10,
      stem: name.startsWith("vgg") ? "small" : "imagenet",
      initialWeights: "zeros",
    });
    const expected = pytorchTensors(model).map((each) => ({
      name: each.name,
      shape: pytorchShape(name, each.name, each.shape),
    }));

    it("has the same tensors, by name and shape", () => {
      const layout = expected.map((each) => `${each.name} ${each.shape}`).sort();
      expect(createHash("sha256").update(layout.join("\n")).digest("hex")).toBe(tensors);
    });

    it("costs as much", () => expect(summarize(model).multiplyAdds).toBe(multiplyAdds));

    it("gives the same logits", () => {
      const file = new Map(expected.map((each) => [each.name, tensor(each.name, each.shape)]));
      loadPytorchWeights(model, file);
      const pixels = formulaBytes(IMAGES_STREAM, 2 * size * size * 3);
      const images = tf.tensor4d(
        Float32Array.from(pixels, (pixel) => pixel / 255 - 0.5),
        [2, size, size, 3],
      );
      const found = (model.predict(images) as tf.Tensor2D).arraySync();
      const scale = Math.max(...logits.flat().map(Math.abs));
      for (const [row, values] of logits.entries()) {
        for (const [column, value] of values.entries()) {
          expect(Math.abs(found[row]![column]! - value) / Math.max(1, scale)).toBeLessThan(1e-3);
        }
      }
      model.dispose();
    });
  },
);
