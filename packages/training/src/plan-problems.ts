import { type Check, object } from "@imgcls/checks";
import type { LayersModel } from "@tensorflow/tfjs";

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
