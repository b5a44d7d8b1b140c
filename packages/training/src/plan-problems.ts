import { type Check, type Checks, object, optionProblems } from "@imgcls/checks";
import type { Preprocessing } from "@imgcls/onnx";
import type { LayersModel } from "@tensorflow/tfjs";
import type { DataForm } from "./data-form.js";

export const engineCheck: Check = {
  expected: "an engine, such as onnxEngine() or tfjsEngine()",
  accepts: (value) => typeof (value as { createSession?: unknown } | null)?.createSession === "function",
};

export const lossCheck: Check = {
  expected: 'an object such as { type: "sparseCategoricalCrossentropy" }',
  accepts: (value) => has(value, "type"),
};
export const preprocessingCheck: Check = {
  expected: "an object such as { scale: 1 / 255 }",
  accepts: object.accepts,
};

/** Whether it is an object with all of these properties. */
export const has = (value: unknown, ...names: readonly string[]): boolean =>
  object.accepts(value) && names.every((name) => (value as Record<string, unknown>)[name] !== undefined);

/** By name: an array of another realm, as Jest makes them, is no instance of this one's class. */
export function typeProblems(name: string, expected: string, value: unknown, type: string): string[] {
  const received = Object.prototype.toString.call(value).slice("[object ".length, -1);
  return received === type ? [] : [`expected ${name} to be ${expected}, received ${received}`];
}

export const bytesProblems = (name: string, images: unknown): string[] =>
  typeProblems(name, "grey levels 0..255 in a Uint8Array", images, "Uint8Array");

export const notAModel = (model: LayersModel): string[] =>
  Array.isArray(model?.inputs) && Array.isArray(model.outputs) && Array.isArray(model.layers)
    ? []
    : ["expected the first argument to be a tf.LayersModel that is built"];

const CHANNEL_NUMBERS: Readonly<
  Record<"mean" | "std", Pick<Check, "expected"> & { accepts(value: number): boolean }>
> = {
  mean: { expected: "one number", accepts: Number.isFinite },
  std: { expected: "one number above 0", accepts: (value) => Number.isFinite(value) && value > 0 },
};

/** What is wrong with the numbers that pixels become. */
export function preprocessingProblems(preprocessing: Preprocessing, { shape }: DataForm): string[] {
  const channels = shape.at(-1) ?? 0;
  const perChannel = (name: "mean" | "std"): Check => {
    const { expected, accepts } = CHANNEL_NUMBERS[name];
    return {
      expected: `${expected} for each of ${channels} channels`,
      accepts: (values) => Array.isArray(values) && values.length === channels && values.every(accepts),
    };
  };
  const checks: Checks<Preprocessing> = {
    scale: {
      expected: "a number other than 0, such as 1 / 255",
      accepts: (value) => Number.isFinite(value) && value !== 0,
    },
    mean: perChannel("mean"),
    std: perChannel("std"),
  };
  const problems = optionProblems("preprocessing", preprocessing, checks);
  return preprocessing.scale === undefined
    ? [...problems, `expected preprocessing.scale to be ${checks.scale.expected}, received nothing`]
    : problems;
}
