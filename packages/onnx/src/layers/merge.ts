import type { Value } from "../graph/graph.js";
import { add, isAtBound, max, min, mul, sub } from "../graph/ops/elementwise.js";
import { wholeWindow } from "../graph/shapes.js";
import type { Lowering, MapExtent } from "../lowering/lowering.js";
import type { LayerStep } from "../walk-model.js";
import { compileOnMaps, type EmitGradient, type LayerCompiler, once } from "./layer-compiler.js";
import { unsupportedRank } from "./layer-options.js";

type Formula = Lowering["formula"];

/** `y = merge(a, b)` with what is known when its gradients are computed. */
interface Joint {
  readonly a: Value;
  readonly b: Value;
  readonly y: Value;
  readonly dy: Value;
}

interface Merging {
  merge(a: Value, b: Value): Value;
  dA(joint: Joint, formula: Formula): Value;
  dB(joint: Joint, formula: Formula): Value;
}

/**
 * Joins the inputs one after the other: `merge(merge(x₁, x₂), x₃)`. Where one of them has a single position, a
 * number a channel, it repeats over the positions of the others, as in squeeze and excitation.
 */
const mergeLayer = ({ merge, dA, dB }: Merging): LayerCompiler => ({
  unsupported: (step) => [...unsupportedRank(step, 1, 3), ...unsupportedBroadcast(step)],

  compile: (_step, inputs, { lowering }) =>
    compileOnMaps(inputs, lowering, ([first, ...others]) => {
      let merged = first!;
      const joints = others.map((b) => {
        const a = merged;
        const value = lowering.formula([a.value, b.value], merge);
        merged = { ...a, value, extent: positionsOf(a.extent) > 1 ? a.extent : b.extent };
        return { a, b, y: merged };
      });
      return {
        output: merged,
        backward(dOutput) {
          let dMerged: EmitGradient = () => dOutput;
          const dOthers = joints.toReversed().map(({ a, b, y }) => {
            const dY = dMerged;
            const joint = () => ({ a: a.value, b: b.value, y: y.value, dy: dY() });
            dMerged = once(() => reduced(dA(joint(), lowering.formula), y.extent, a.extent, lowering));
            return () => reduced(dB(joint(), lowering.formula), y.extent, b.extent, lowering);
          });
          return { inputs: [dMerged, ...dOthers.toReversed()] };
        },
      };
    }),
});

const positionsOf = ({ height, width }: MapExtent): number => height * width;

/** The gradient of what was repeated over all positions is the sum over them. */
function reduced(gradient: Value, from: MapExtent, to: MapExtent, lowering: Lowering): Value {
  if (positionsOf(from) === positionsOf(to)) return gradient;
  return mul(lowering.averagePool(gradient, wholeWindow(from)), positionsOf(from));
}

function unsupportedBroadcast({ inputShapes }: LayerStep): string[] {
  const extents = inputShapes.map((shape) => (shape.length === 1 ? [1, 1, ...shape] : shape));
  const [largest] = extents.toSorted((a, b) => positions(b) - positions(a));
  const fits = (shape: readonly number[]) =>
    `${shape}` === `${largest}` || `${shape}` === `1,1,${largest![2]}`;
  if (extents.every(fits)) return [];
  const shapes = inputShapes.map((shape) => `[${shape}]`).join(" and ");
  return [`its inputs ${shapes} differ in more than a single position being repeated`];
}

const positions = (shape: readonly number[]): number => shape[0]! * shape[1]!;

export const addLayer = mergeLayer({
  merge: add,
  dA: ({ dy }) => dy,
  dB: ({ dy }) => dy,
});

export const multiplyLayer = mergeLayer({
  merge: mul,
  dA: ({ dy, b }, formula) => formula([dy, b], mul),
  dB: ({ dy, a }, formula) => formula([dy, a], mul),
});

/** Where both are equal, the first gets the gradient. */
const selectLayer = (select: Merging["merge"], isSelected: (a: Value, y: Value) => Value): LayerCompiler =>
  mergeLayer({
    merge: select,
    dA: ({ dy, a, y }, formula) => formula([dy, a, y], (dy, a, y) => mul(dy, isSelected(a, y))),
    dB: ({ dy, a, y }, formula) => formula([dy, a, y], (dy, a, y) => mul(dy, sub(1, isSelected(a, y)))),
  });

export const maximumLayer = selectLayer(max, isAtBound);
export const minimumLayer = selectLayer(min, (a, y) => isAtBound(y, a));

/** The sum of n inputs, divided by n. */
export const averageLayer: LayerCompiler = {
  ...addLayer,
  compile(step, inputs, context) {
    const { output, backward } = addLayer.compile(step, inputs, context);
    const share = 1 / inputs.length;
    return {
      output: { ...output, value: mul(output.value, share) },
      backward: (dOutput) => backward(mul(dOutput, share)),
    };
  },
};
