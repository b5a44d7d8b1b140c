import * as tf from "@tensorflow/tfjs";
import { WeightsError } from "../errors.js";

/**
 * Throws WeightsError with every tensor of a TensorFlow.js model that is missing, left over or of another shape than its
 * layers', and with bytes that are not as many as the tensors say.
 */
export async function requireFit(artifacts: tf.io.ModelArtifacts, strict: boolean): Promise<void> {
  const { modelTopology, weightSpecs = [] } = artifacts;
  const model = await tf.models.modelFromJSON({ modelTopology: modelTopology as never });
  const problems = fitProblems(model, weightSpecs, strict);
  const bytes = bytesOf(artifacts);
  const expected = weightSpecs.reduce((sum, spec) => sum + sizeOf(spec), 0);
  if (bytes !== undefined && bytes !== expected) {
    problems.push(`expected ${expected} bytes of numbers, found ${bytes}`);
  }
  const { name } = model;
  model.dispose();
  if (problems.length > 0) throw new WeightsError(name, problems);
}

function fitProblems(
  model: tf.LayersModel,
  specs: readonly tf.io.WeightsManifestEntry[],
  strict: boolean,
): string[] {
  const found = new Map(specs.map(({ name, shape }) => [name, shape]));
  const problems: string[] = [];
  for (const { originalName, shape } of model.weights) {
    const own = found.get(originalName);
    found.delete(originalName);
    if (own === undefined && strict) problems.push(`"${originalName}" is missing; expected [${shape}]`);
    if (own !== undefined && String(own) !== String(shape)) {
      problems.push(`"${originalName}": expected [${shape}], found [${own}]`);
    }
  }
  if (strict) problems.push(...[...found.keys()].map((name) => `"${name}" has no place in the model`));
  return problems;
}

const sizeOf = ({ shape, dtype, quantization }: tf.io.WeightsManifestEntry): number => {
  const bytesEach = { uint8: 1, uint16: 2, float16: 2 }[String(quantization?.dtype)];
  return shape.reduce((product, extent) => product * extent, 1) * (bytesEach ?? (dtype === "bool" ? 1 : 4));
};

function bytesOf({ weightData }: tf.io.ModelArtifacts): number | undefined {
  if (weightData === undefined) return undefined;
  return [weightData].flat().reduce((sum, { byteLength }) => sum + byteLength, 0);
}
