import { classCount } from "@imgcls/onnx";
import type { LayersModel } from "@tensorflow/tfjs";

/** What data has to be like for a model. */
export interface DataForm {
  /** `[height, width, channels]`; null where any extent will do. */
  readonly shape: readonly (number | null)[];
  /** Labels are 0 to `classes − 1`, and soft labels have a share for each. */
  readonly classes: number;
}

export const dataFormOf = (model: LayersModel): DataForm => ({
  shape: model.inputs[0]?.shape.slice(1) ?? [],
  classes: classCount(model),
});

export const fitsShape = (shape: readonly number[], expected: DataForm["shape"]): boolean =>
  shape.length === expected.length &&
  expected.every((extent, axis) => extent === null || extent === shape[axis]);

/** `[28,28,1]`, `[any,any,3]` */
export const shapeText = (shape: DataForm["shape"]): string =>
  `[${shape.map((extent) => extent ?? "any").join()}]`;
