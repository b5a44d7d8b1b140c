import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { formulaBytes, formulaTensor } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { describe, expect, it } from "vitest";
import { buildModel, loadPytorchWeights, pytorchTensors, summarize } from "../src/index.js";

const IMAGES_STREAM = 77;

export interface GoldenLogits {
  /** Height and width of the images. */
  readonly size: number;
  /** Digest of the names and shapes of all tensors. */
  readonly tensors: string;
  readonly multiplyAdds: number;
  /** Of two images, `[2, 10]`. */
  readonly logits: readonly (readonly number[])[];
}

/** TensorFlow.js's `cpu` backend would need minutes. */
export async function computeOnWasm(): Promise<void> {
  const wasm = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
  setWasmPaths(`${dirname(wasm)}/`);
  await tf.setBackend("wasm");
}

/** PyTorch's shapes where the model's differ by extents of 1: matrices of 1×1 convolutions, columns of scales. */
const pytorchShape = (model: string, name: string, shape: readonly number[]): readonly number[] => {
  if (/^conv_(head|preds)\.weight$/.test(name) && shape.length === 2) return [...shape, 1, 1];
  if (model !== "convnext-tiny") return shape;
  if (name.endsWith("layer_scale")) return [...shape, 1, 1];
  return /block\.[35]\.weight$/.test(name) ? shape.slice(0, 2) : shape;
};

/** The architecture has the tensors, the cost and the logits of the original, of which the golden file holds results. */
export function testLogits(
  name: string,
  { size, tensors, multiplyAdds, logits }: GoldenLogits,
  tolerance: number,
): void {
  describe(name, () => {
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
      const file = new Map(
        expected.map((each) => [
          each.name,
          { shape: each.shape, values: () => formulaTensor(each.name, each.shape) },
        ]),
      );
      loadPytorchWeights(model, file);
      const pixels = formulaBytes(IMAGES_STREAM, 2 * size * size * 3);
      const images = tf.tensor4d(
        Float32Array.from(pixels, (pixel) => pixel / 255 - 0.5),
        [2, size, size, 3],
      );
      const found = (model.predict(images) as tf.Tensor2D).arraySync();
      const scale = Math.max(1, ...logits.flat().map(Math.abs));
      for (const [row, values] of logits.entries()) {
        for (const [column, value] of values.entries()) {
          expect(Math.abs(found[row]![column]! - value) / scale).toBeLessThan(tolerance);
        }
      }
      model.dispose();
    });
  });
}
