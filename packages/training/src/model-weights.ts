import * as tf from "@tensorflow/tfjs";

/** Values by name, in the LayersModel's order of elements. */
export type WeightMap = ReadonlyMap<string, Float32Array>;

/**
 * The model's variables by the name they have in saved files. TensorFlow.js's `variable.name` also counts
 * how often a name was used in this process, so it differs between two builds of one model.
 */
export const variablesByName = (model: tf.LayersModel) =>
  new Map(model.weights.map((variable) => [variable.originalName, variable]));

/** A copy of all weights. */
export async function readWeights(model: tf.LayersModel): Promise<WeightMap> {
  const entries = model.weights.map(async (variable) => {
    const values = (await variable.read().data<"float32">()).slice();
    return [variable.originalName, values] as const;
  });
  return new Map(await Promise.all(entries));
}

/**
 * Sets the weights to exactly these values. Not through `variable.write` or `setWeights`: those apply
 * constraints, which rounds the values of max-norm layers anew, and a resumed training would drift.
 *
 * Throws an Error that names every weight that is missing or has another size; then nothing is changed.
 */
export function writeWeights(model: tf.LayersModel, weights: WeightMap): void {
  const variables = variablesByName(model);
  const problems = weightProblems(model, weights);
  if (problems.length > 0) {
    throw new Error(`[imgcls/training] weights do not fit model "${model.name}": ${problems.join("; ")}.`);
  }
  tf.tidy(() => {
    for (const [name, variable] of variables) {
      const values = tf.tensor(weights.get(name)!, variable.shape as number[], "float32");
      (variable.read() as tf.Variable).assign(values);
    }
  });
}

/** Which weights of the model are not there or have another number of elements, and which are too many. */
export function weightProblems(model: tf.LayersModel, weights: WeightMap): string[] {
  const variables = variablesByName(model);
  const problems: string[] = [];
  for (const [name, { shape }] of variables) {
    const expected = (shape as number[]).reduce((product, extent) => product * extent, 1);
    const found = weights.get(name)?.length;
    if (found !== expected) {
      problems.push(`"${name}": expected [${shape}] with ${expected} values, found ${found ?? "nothing"}`);
    }
  }
  for (const name of weights.keys()) {
    if (!variables.has(name)) problems.push(`"${name}": the model has no such weight`);
  }
  return problems;
}
