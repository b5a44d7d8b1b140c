import type { DataType } from "../types.js";
import { OnnxFileError } from "./errors.js";
import type { OnnxFile, OnnxValue } from "./onnx-file.js";

/** The input of a network for images. */
export interface ImageInput {
  readonly name: string;
  readonly dtype: DataType & ("float32" | "float16" | "uint8");
  readonly layout: "NCHW" | "NHWC";
  /** Undefined where the file takes any number of images. */
  readonly batch: number | undefined;
  /** Undefined, as the width, where the file takes images of any size. */
  readonly height: number | undefined;
  readonly width: number | undefined;
  readonly channels: number;
}

const TYPES: Readonly<Record<number, ImageInput["dtype"]>> = { 1: "float32", 2: "uint8", 10: "float16" };

/** Of colours, or of grey. */
const CHANNELS = [3, 1];

/** Of images; with more a damaged file takes all memory. */
const LARGEST_SIDE = 4096;

/** @throws OnnxFileError when the network takes something else than images */
export function imageInputOf({ inputs }: Pick<OnnxFile, "inputs">): ImageInput {
  const [input, ...more] = inputs;
  if (input === undefined || more.length > 0) {
    throw new OnnxFileError([
      `expected one input for images, found ${inputs.map(({ name }) => `"${name}"`).join(", ") || "none"}`,
    ]);
  }
  return requireImages(input);
}

/** @throws OnnxFileError when it is no input for images */
export function requireImages({ name, type, shape }: OnnxValue): ImageInput {
  const dtype = TYPES[type ?? 0];
  const axis = shape?.length === 4 ? [1, 3].find((at) => CHANNELS.includes(shape[at] ?? 0)) : undefined;
  const isHuge = shape?.some((extent) => (extent ?? 0) > LARGEST_SIDE) ?? false;
  if (dtype === undefined || axis === undefined || isHuge) {
    const found =
      shape === undefined ? "an unknown shape" : `[${shape.map((extent) => extent ?? "?").join(", ")}]`;
    throw new OnnxFileError([
      `input "${name}": expected images [batch, 3, height, width] or [batch, height, width, 3], sides to ${LARGEST_SIDE}, of float32, float16 or uint8, found ${found}${dtype === undefined ? ` of ONNX's type ${type ?? "unknown"}` : ""}`,
    ]);
  }
  const [batch] = shape!;
  const [height, width] = axis === 1 ? [shape![2], shape![3]] : [shape![1], shape![2]];
  const layout = axis === 1 ? "NCHW" : "NHWC";
  return { name, dtype, layout, batch, height, width, channels: shape![axis]! };
}
