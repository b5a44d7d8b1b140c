import { describe, expect, it } from "vitest";
import { LOWERINGS_OF_SMALL_MODELS } from "./lowerings.js";
import { randomArchitecture } from "./random-architecture.js";
import { compiledGradients, openCase } from "./step-case.js";
import { oracleGradients } from "./tfjs-oracle.js";

/** Networks from the seeds compile, in every lowering, and have the losses and gradients of TensorFlow.js. */
export function testRandomArchitectures(firstSeed: number, count: number): void {
  const seeds = Array.from({ length: count }, (_, i) => firstSeed + i);
  describe.each(LOWERINGS_OF_SMALL_MODELS)("$name", ({ lowering }) => {
    it.each(seeds)("network %d has the gradients of TensorFlow.js", async (seed) => {
      const { inputShape, batchSize, outputs } = randomArchitecture(seed);
      const open = openCase({ inputShape, batchSize, layers: () => outputs, lowering, seed });
      const actual = await compiledGradients(open);
      const expected = oracleGradients(open.model, open.batch(0), open);

      expect(Math.abs(actual.loss - expected.loss), "loss").toBeLessThan(1e-5 * expected.loss);
      // A bias before a normalization has no gradient but rounding: it is judged by the size of the others.
      const largest = Math.max(...[...expected.gradients.values()].map(largestOf));
      for (const [name, gradient] of expected.gradients) {
        const difference = largestDifference(actual.gradients.get(name)!, gradient);
        const limit = TOLERANCE * Math.max(largestOf(gradient), largest / 4);
        expect(difference, `gradient of ${name} in\n${outlineOf(open.model)}`).toBeLessThan(limit);
      }
    });
  });
}

const TOLERANCE = 1e-4;

const largestOf = (values: Float32Array): number =>
  values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);

const largestDifference = (a: Float32Array, b: Float32Array): number =>
  a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);

const outlineOf = (model: { layers: readonly { name: string; outputShape: unknown }[] }): string =>
  model.layers.map(({ name, outputShape }) => `${name} [${String(outputShape)}]`).join("\n");
