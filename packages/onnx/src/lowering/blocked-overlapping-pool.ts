import type { Value } from "../graph/graph.js";
import { add, mul } from "../graph/ops/elementwise.js";
import { blockedMaxPool } from "../graph/ops/nchwc.js";
import type { Window, WindowAxis } from "../graph/shapes.js";
import { interleave } from "./blocked-interleave.js";
import { fromMemory, mapShape, memoryOf } from "./blocked-maps.js";
import { type Direction, shifted } from "./blocked-shift.js";
import { corner, fitted, pointAxis } from "./blocked-window.js";
import { LOWEST, shareOut } from "./first-maximum.js";

/**
 * dL/dx of a max pooling whose windows overlap or reach into padding. The gradient goes first to a row of each
 * window, then to an element of that row. This finds the first of equal maxima, because it is in the first row that
 * has one. A window of 3×3 takes 3 + 3 passes over the maps; one pass for each of its positions would be 9.
 */
export function overlappingMaxPoolGradient(
  x: Value,
  y: Value,
  dOutput: Value,
  [height, width]: Window,
  block: number,
): Value {
  const fit = fitted(x, [pointAxis(height.input), width], block);
  const rowMaxima = blockedMaxPool(fit.maps, fit.window);
  const dRowMaxima = gradientAlong("height", height, rowMaxima, y, dOutput, block);
  return gradientAlong("width", width, x, rowMaxima, dRowMaxima, block);
}

/** dL/dvalues from dL/dmaxima, where each maximum is that of a window along one axis. */
function gradientAlong(
  direction: Direction,
  axis: WindowAxis,
  values: Value,
  maxima: Value,
  dMaxima: Value,
  block: number,
): Value {
  const { size, stride, input } = axis;
  const taps = Array.from({ length: size }, (_, tap) => tap * axis.dilation - axis.padBefore);
  // The last tap gets what the others leave, so its elements are not needed.
  const elements = taps.slice(0, -1).map((start) => elementsOfTap(direction, axis, start, values, block));
  const shares = shareOut(dMaxima, elements, maxima);

  // Values at a distance of one stride are met by the same taps. So there are `stride` phases of values, and each is
  // a sum of some taps' shares.
  const count = Math.ceil(input / stride);
  const phases = Array.from({ length: stride }, (_, phase) => {
    const parts = shares.flatMap((share, i) => {
      const distance = (taps[i]! - phase) / stride;
      return Number.isInteger(distance)
        ? [shifted(share, direction, { start: -distance, count }, block)]
        : [];
    });
    return parts.length === 0 ? undefined : parts.reduce((total, part) => add(total, part));
  });
  const zeros = mul(phases.find((phase) => phase !== undefined)!, 0);
  const tile = direction === "height" ? ([stride, 1] as const) : ([1, stride] as const);
  const whole = interleave(
    phases.map((phase) => phase ?? zeros),
    tile,
    block,
  );
  const [, , rows, columns] = mapShape(values);
  return corner(whole, [rows, columns], block);
}

/**
 * The elements that a tap of the windows meets, the first at `start`. Elements in the padding are below every
 * maximum.
 */
function elementsOfTap(
  direction: Direction,
  { stride, input, output: count }: WindowAxis,
  start: number,
  values: Value,
  block: number,
): Value {
  const elements = shifted(values, direction, { start, stride, count }, block);
  const [, , height, width] = mapShape(elements);
  const isOutside = Array.from({ length: count }, (_, output) => {
    const position = start + output * stride;
    return position < 0 || position >= input;
  });
  if (!isOutside.includes(true)) return elements;
  const rows = direction === "height" ? height : 1;
  const outputOf = (at: number) => Math.floor(direction === "height" ? at / (width * block) : at / block);
  const border = Float32Array.from({ length: rows * width * block }, (_, at) =>
    isOutside[outputOf(at)] ? LOWEST : 0,
  );
  const inMemory = values.graph.constant(border, [1, 1, rows, width, block]);
  return fromMemory(add(memoryOf(elements, block), inMemory));
}
