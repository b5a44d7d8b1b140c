import type { LayersModel } from "@tensorflow/tfjs";

/** What data has to be like for a model. */
export interface DataForm {
  /** `[height, width, channels]`; null where any extent will do. */
  readonly shape: readonly (number | null)[];
  /** Labels are 0 to `classes − 1`. */
  readonly classes: number;
}

/** One output is that of the second of two classes. */
export function dataFormOf(model: LayersModel): DataForm {
  const outputs = model.outputs[0]?.shape.at(-1) ?? 0;
  return { shape: model.inputs[0]?.shape.slice(1) ?? [], classes: outputs === 1 ? 2 : outputs };
}

export const fitsShape = (shape: readonly number[], expected: DataForm["shape"]): boolean =>
  shape.length === expected.length &&
  expected.every((extent, axis) => extent === null || extent === shape[axis]);

/** `[28,28,1]`, `[any,any,3]` */
export const shapeText = (shape: DataForm["shape"]): string =>
  `[${shape.map((extent) => extent ?? "any").join()}]`;
