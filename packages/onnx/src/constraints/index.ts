import type { Value } from "../graph/graph.js";
import { add, clip, div, mul, relu } from "../graph/ops/elementwise.js";
import { norm } from "../graph/ops/reduce.js";
import type { GraphLayout } from "../lowering/lowering.js";
import { weightOption } from "../weight-option.js";

/** What a constraint of TensorFlow.js is as data. */
interface SerializedConstraint {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Keras's fuzz factor, which keeps a weight of norm 0 from dividing by 0. */
const EPSILON = 1e-7;

interface NormOptions {
  /** Axes of the LayersModel's weight. */
  readonly axis: number | readonly number[];
}

/** `w · wanted(‖w‖) / (ε + ‖w‖)`, the norm taken along axes of the LayersModel's weight. */
const scaledToNorm =
  <Options extends NormOptions>(wanted: (norms: Value, options: Options) => Value | number) =>
  (weight: Value, options: Options, layout: GraphLayout): Value => {
    const axes = [options.axis].flat().flatMap((modelAxis) => layout.axesInGraph(modelAxis));
    const norms = norm(weight, axes, true);
    return mul(weight, div(wanted(norms, options), add(norms, EPSILON)));
  };

const maxNorm = scaledToNorm((norms, { maxValue }: NormOptions & { readonly maxValue: number }) =>
  clip(norms, 0, maxValue),
);

const unitNorm = scaledToNorm(() => 1);

interface MinMaxNormOptions extends NormOptions {
  readonly minValue: number;
  readonly maxValue: number;
  /** How much of the way to the limits an update goes. */
  readonly rate: number;
}

const minMaxNorm = scaledToNorm((norms, { minValue, maxValue, rate }: MinMaxNormOptions) =>
  add(mul(clip(norms, minValue, maxValue), rate), mul(norms, 1 - rate)),
);

type Constraint = (weight: Value, options: never, layout: GraphLayout) => Value;

/** By TensorFlow.js's class names. */
const CONSTRAINTS: Readonly<Record<string, Constraint>> = {
  MaxNorm: maxNorm,
  UnitNorm: unitNorm,
  MinMaxNorm: minMaxNorm,
  NonNeg: (weight) => relu(weight),
};

export function unsupportedConstraint(option: string, constraint: unknown): string[] {
  const className = (constraint as SerializedConstraint | null | undefined)?.className;
  if (constraint == null || (className !== undefined && className in CONSTRAINTS)) return [];
  return [
    `${option} ${className ?? "of an unknown kind"} is not supported, use one of ${Object.keys(CONSTRAINTS).join(", ")}`,
  ];
}

/**
 * What an updated weight becomes by the constraint of its layer, if it has one.
 *
 * @throws Error that says which constraints there are
 */
export function constrain(
  weight: Value,
  layer: Readonly<Record<string, unknown>>,
  role: string,
  layout: GraphLayout,
): Value {
  const constraint = weightOption(layer, role, "Constraint") as SerializedConstraint | undefined;
  if (!constraint) return weight;
  const [problem] = unsupportedConstraint(`${role}Constraint`, constraint);
  if (problem) throw new Error(`[imgcls/onnx] ${problem}`);
  return CONSTRAINTS[constraint.className]!(weight, constraint.config as never, layout);
}
