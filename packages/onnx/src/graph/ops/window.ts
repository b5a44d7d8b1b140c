import type { Value } from "../graph.js";
import { onnxPads, type Window } from "../shapes.js";

const windowAttributes = (window: Window) => ({
  kernel_shape: { ints: window.map((axis) => axis.size) },
  strides: { ints: window.map((axis) => axis.stride) },
  pads: { ints: onnxPads(window) },
});

const dilations = (window: Window) => ({ dilations: { ints: window.map((axis) => axis.dilation) } });

const outputShape = (x: Value, channels: number, [height, width]: Window) => ({
  dtype: x.dtype,
  shape: [x.shape[0]!, channels, height.output, width.output],
});

/** Cross-correlation of `[n, c, h, w]` with a kernel `[f, c / groups, kh, kw]`. */
export const conv = (x: Value, kernel: Value, bias: Value | undefined, window: Window, groups = 1): Value =>
  x.graph.emit("Conv", bias ? [x, kernel, bias] : [x, kernel], outputShape(x, kernel.shape[0]!, window), {
    ...windowAttributes(window),
    ...dilations(window),
    group: { int: groups },
  });

/**
 * The transpose of `conv` with the same window: from `[n, f, window outputs]` back to `[n, c, window inputs]`.
 * Rows of the input that no window reached come back as zeros.
 */
export function convTranspose(dy: Value, kernel: Value, window: Window, groups = 1): Value {
  const unreached = window.map((axis) => {
    const reach = (axis.size - 1) * axis.dilation + 1;
    return axis.input - ((axis.output - 1) * axis.stride + reach - axis.padBefore - axis.padAfter);
  });
  const [height, width] = window;
  return dy.graph.emit(
    "ConvTranspose",
    [dy, kernel],
    { dtype: dy.dtype, shape: [dy.shape[0]!, kernel.shape[1]! * groups, height.input, width.input] },
    {
      ...windowAttributes(window),
      ...dilations(window),
      output_padding: { ints: unreached },
      group: { int: groups },
    },
  );
}

export const maxPool = (x: Value, window: Window): Value =>
  x.graph.emit("MaxPool", [x], outputShape(x, x.shape[1]!, window), windowAttributes(window));

/** The mean of each window; padding counts as zeros with `countPadding`, else it is left out. */
export const averagePool = (x: Value, window: Window, countPadding = false): Value =>
  x.graph.emit("AveragePool", [x], outputShape(x, x.shape[1]!, window), {
    ...windowAttributes(window),
    count_include_pad: { int: countPadding ? 1 : 0 },
  });

/** The mean of each map: `[n, c, 1, 1]`. */
export const globalAveragePool = (x: Value): Value =>
  x.graph.emit("GlobalAveragePool", [x], { dtype: x.dtype, shape: [x.shape[0]!, x.shape[1]!, 1, 1] });

/**
 * `scale · x + shift` of maps `[n, c, h, w]` with a list of numbers for the channels each: ONNX's batch normalization
 * with mean 0 and variance 1, which is one pass over the maps instead of the two of Mul and Add.
 */
export function scaleAndShift(x: Value, scale: Value, shift: Value): Value {
  const constant = (number: number) =>
    x.graph.constant(new Float32Array(x.shape[1]!).fill(number), [x.shape[1]!]);
  const inputs = [x, scale, shift, constant(0), constant(1)];
  return x.graph.emit("BatchNormalization", inputs, x, { epsilon: { float: 0 } });
}
