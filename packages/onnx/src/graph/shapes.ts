import type { Shape } from "./graph.js";

export const sizeOf = (shape: Shape): number => shape.reduce((product, extent) => product * extent, 1);

/** NumPy's broadcasting. Returns undefined when the shapes do not fit together. */
export function broadcast(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const result: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const extentA = a[axis - rank + a.length] ?? 1;
    const extentB = b[axis - rank + b.length] ?? 1;
    if (extentA !== extentB && extentA !== 1 && extentB !== 1) return undefined;
    result.push(Math.max(extentA, extentB));
  }
  return result;
}

/** How a window (of a convolution or a pooling) slides over one axis. */
export interface WindowAxis {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padBefore: number;
  readonly padAfter: number;
  readonly input: number;
  readonly output: number;
}

/** A window over the height and the width of feature maps. */
export type Window = readonly [height: WindowAxis, width: WindowAxis];

/** A rule, or how many zeros are added before and after. */
export type Padding = "valid" | "same" | readonly [before: number, after: number];

/**
 * TensorFlow's rules: "valid" drops what does not fill a window; "same" gives `ceil(input / stride)` outputs
 * and pads the end with the odd zero (which is why an even kernel pads 0 before and 1 after).
 */
export function windowAxis(
  input: number,
  size: number,
  stride: number,
  padding: Padding,
  dilation = 1,
): WindowAxis {
  const reach = (size - 1) * dilation + 1;
  if (padding !== "same") {
    const [padBefore, padAfter] = padding === "valid" ? [0, 0] : padding;
    const output = Math.floor((padBefore + input + padAfter - reach) / stride) + 1;
    return { size, stride, dilation, padBefore, padAfter, input, output };
  }
  const output = Math.ceil(input / stride);
  const total = Math.max((output - 1) * stride + reach - input, 0);
  const padBefore = Math.floor(total / 2);
  return { size, stride, dilation, padBefore, padAfter: total - padBefore, input, output };
}

/** The elements of the input that an axis reaches, `end` exclusive: in padding below 0 and from `input` on. */
export function reachOf({
  size,
  stride,
  dilation,
  padBefore,
  output,
}: Pick<WindowAxis, "size" | "stride" | "dilation" | "padBefore" | "output">) {
  return { start: -padBefore, end: (output - 1) * stride + (size - 1) * dilation + 1 - padBefore };
}

/** One window over whole maps. */
export const wholeWindow = ({ height, width }: { height: number; width: number }): Window => [
  windowAxis(height, height, 1, "valid"),
  windowAxis(width, width, 1, "valid"),
];

/** ONNX's order of pads: all beginnings, then all ends. */
export const onnxPads = ([height, width]: Window): number[] => [
  height.padBefore,
  width.padBefore,
  height.padAfter,
  width.padAfter,
];
