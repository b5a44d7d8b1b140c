import { batches } from "../src/batches.js";
import { type LabeledImages, pixelsPerImage } from "../src/labeled-images.js";

/** Test accuracy of a linear classifier trained with stochastic gradient descent: no more than a yardstick. */
export async function softmaxRegression(
  train: LabeledImages,
  test: LabeledImages,
  { epochs, learningRate }: { epochs: number; learningRate: number },
): Promise<number> {
  const inputs = pixelsPerImage(train.shape);
  const classes = train.classNames.length;
  const weights = Array.from({ length: classes }, () => new Float64Array(inputs + 1));
  const source = batches(train, { batchSize: 1 });
  const pixels = new Float64Array(inputs + 1).fill(1);

  function probabilities(images: Uint8Array, at: number): Float64Array {
    for (let i = 0; i < inputs; i++) pixels[i] = images[at * inputs + i]! / 255;
    const scores = Float64Array.from(weights, (row) => {
      let sum = 0;
      for (let i = 0; i <= inputs; i++) sum += row[i]! * pixels[i]!;
      return sum;
    });
    const largest = Math.max(...scores);
    const powers = scores.map((score) => Math.exp(score - largest));
    const total = powers.reduce((sum, power) => sum + power, 0);
    return powers.map((power) => power / total);
  }

  for (let epoch = 1; epoch <= epochs; epoch++) {
    const rate = learningRate / epoch;
    for await (const { images, labels } of source.epoch(epoch)) {
      const p = probabilities(images, 0);
      for (let label = 0; label < classes; label++) {
        const step = rate * ((label === labels[0] ? 1 : 0) - p[label]!);
        const row = weights[label]!;
        for (let i = 0; i <= inputs; i++) row[i]! += step * pixels[i]!;
      }
    }
  }

  let correct = 0;
  for (let i = 0; i < test.length; i++) {
    const p = probabilities(test.images, i);
    if (p.indexOf(Math.max(...p)) === test.labels[i]) correct++;
  }
  return correct / test.length;
}
