import { describe, expect, it } from "vitest";
import { linearLogits, logisticRegression } from "../src/index.js";
import { drawnFeatures } from "./drawn-features.js";
import golden from "./golden/regressions.json" with { type: "json" };

describe.each(golden.regressions)(
  "$images images, $width features, $classes classes, C = $strength",
  ({ images, width, classes, seed, strength, weights, constant, kernel, bias, probabilities }) => {
    const { features, labels } = drawnFeatures(images, width, classes, seed);
    if (constant) for (let i = 0; i < images; i++) features[i * width + 1] = 7.25;
    const sampleWeight = weights === null ? undefined : labels.map((_, i) => weights[i % weights.length]!);
    const head = logisticRegression(features, labels, { classes, strength, sampleWeight });

    it("has scikit-learn's coefficients", () => {
      expect(head.converged).toBe(true);
      const sign = classes === 2 ? [-0.5, 0.5] : undefined;
      for (let c = 0; c < classes; c++) {
        const row = sign ? kernel[0]!.map((value) => sign[c]! * value) : kernel[c]!;
        for (const [j, value] of row.entries()) expect(head.kernel[j * classes + c]).toBeCloseTo(value, 5);
        expect(head.bias[c]).toBeCloseTo(sign ? sign[c]! * bias[0]! : bias[c]!, 4);
      }
    });

    it("has scikit-learn's probabilities", () => {
      const logits = linearLogits(features, head);
      for (const [i, row] of probabilities.entries()) {
        const powers = [...logits.subarray(i * classes, (i + 1) * classes)].map(Math.exp);
        const sum = powers.reduce((a, b) => a + b, 0);
        for (const [c, value] of row.entries()) expect(powers[c]! / sum).toBeCloseTo(value, 4);
      }
    });
  },
);

it.each([
  [40, 200],
  [120, 20],
])("converges where nearly nothing is penalized: %i images, each twice, %i features", (images, width) => {
  const { features, labels } = drawnFeatures(images, width, 2, 10);
  const twice = logisticRegression(Float32Array.from([...features, ...features]), [...labels, ...labels], {
    classes: 2,
    strength: 5,
  });
  const once = logisticRegression(features, labels, { classes: 2, strength: 10 });
  expect(twice.converged && once.converged).toBe(true);
  expect([...twice.kernel]).toEqual([...once.kernel].map((value) => expect.closeTo(value, 4)));
});

it("refuses weights with which no image counts", () => {
  const { features, labels } = drawnFeatures(6, 4, 2, 3);
  for (const weights of [{ sampleWeight: new Float32Array(6) }, { classWeight: [0, 0] }]) {
    expect(() => logisticRegression(features, labels, { classes: 2, strength: 1, ...weights })).toThrow(
      "expected sampleWeight and classWeight to let one image count at least",
    );
  }
});

it("has its least where classes lie far apart and nearly nothing is penalized: Σ (y − p) z = λw", () => {
  const [images, width, strength] = [60, 300, 1000];
  const { features: drawn, labels } = drawnFeatures(images, width, 2, 12);
  const features = drawn.map((value, at) => value + 20 * labels[Math.floor(at / width)]!);
  const { converged, kernel, bias } = logisticRegression(features, labels, { classes: 2, strength });
  expect(converged).toBe(true);
  const logits = linearLogits(features, { kernel, bias });
  const mistake = labels.map((label, i) => label - 1 / (1 + Math.exp(logits[2 * i]! - logits[2 * i + 1]!)));
  for (const j of [0, 1, 2]) {
    const column = labels.map((_, i) => features[i * width + j]!);
    const mean = column.reduce((a, b) => a + b) / images;
    const scale = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / images);
    const pulled = column.reduce((sum, value, i) => sum + (mistake[i]! * (value - mean)) / scale, 0);
    expect(pulled * strength).toBeCloseTo((kernel[2 * j + 1]! - kernel[2 * j]!) * scale, 3);
  }
});
