import type { Value } from "../graph/graph.js";
import { add, mul } from "../graph/ops/elementwise.js";
import { pad, slice } from "../graph/ops/movement.js";
import { blockedMaxPool } from "../graph/ops/nchwc.js";
import type { Window, WindowAxis } from "../graph/shapes.js";
import { interleave } from "./blocked-interleave.js";
import { fromMemory, mapShape, memoryOf } from "./blocked-maps.js";
import { cropped, fitted, pointAxis, surrounded } from "./blocked-window.js";
import { LOWEST, shareOut } from "./first-maximum.js";
import { axisTap } from "./portable-window.js";

/**
 * dL/dx of a max pooling whose windows overlap or reach into padding, first down the rows of each window, then along
 * them: the first of equal maxima, row by row, is in the first row that has one. That takes 3 + 3 passes for a window
 * of 3×3, where each of its positions by itself would take 9.
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

type Direction = "height" | "width";

/** dL/dvalues from dL/dmaxima, where the windows of the maxima reach along one axis only. */
function gradientAlong(
  direction: Direction,
  axis: WindowAxis,
  values: Value,
  maxima: Value,
  dMaxima: Value,
  block: number,
): Value {
  const { size, stride, dilation, padBefore, input, output } = axis;
  const elements = elementsOfWindows(direction, axis, values, block);
  const shares = shareOut(dMaxima, elements, maxima);

  // Of the values with their padding in front, every stride-th belongs to the same taps of the windows.
  const count = Math.ceil(
    Math.max((output - 1) * stride + (size - 1) * dilation + 1, padBefore + input) / stride,
  );
  const phases = Array.from({ length: stride }, (_, phase) => {
    const parts = shares.flatMap((share, tap) => {
      const offset = tap * dilation - phase;
      return offset % stride === 0 && offset >= 0 ? [moved(direction, share, offset / stride, count)] : [];
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
  const [, , rows, columns] = mapShape(whole);
  const inside = { start: padBefore, end: padBefore + input };
  return direction === "height"
    ? cropped(whole, [inside, { start: 0, end: columns }], block)
    : cropped(whole, [{ start: 0, end: rows }, inside], block);
}

/** What each tap of the windows meets, without the last tap. */
function elementsOfWindows(direction: Direction, axis: WindowAxis, values: Value, block: number): Value[] {
  const dimension = direction === "height" ? 2 : 3;
  const memory = memoryOf(values, block);
  const on = (extent: number) => memory.shape.map((_, i) => (i === dimension ? extent : 0));
  const padded = pad(memory, on(axis.padBefore), on(axis.padAfter), LOWEST);
  return Array.from({ length: axis.size - 1 }, (_, tap) =>
    fromMemory(slice(padded, [axisTap(dimension, tap, axis)])),
  );
}

/** The maps `distance` further from the start of an axis of that extent, with zeros around. */
function moved(direction: Direction, maps: Value, distance: number, extent: number): Value {
  const [, , height, width] = mapShape(maps);
  return direction === "height"
    ? surrounded(maps, { top: distance, bottom: extent - distance - height, left: 0, right: 0 })
    : surrounded(maps, { top: 0, bottom: 0, left: distance, right: extent - distance - width });
}
