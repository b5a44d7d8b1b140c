import type { Value } from "../graph/graph.js";
import { clip, dequantize, mul } from "../graph/ops/elementwise.js";
import type { LayerStep } from "../walk-model.js";
import type { Feature } from "./feature.js";
import type { LayerCompiler } from "./layer-compiler.js";

/** One random byte decides one element, so a rate is rounded to a multiple of 1/256. */
const BYTE_VALUES = 256;

/** Elements along an axis of extent 1 fall together; null stands for the input's extent. The batch is among them. */
type NoiseShape = readonly (number | null)[];

/**
 * Inverted dropout (Srivastava et al., 2014): in training each element is 0 with probability `rate`, else
 * scaled by 1 / (1 − rate), so that its expectation stays; in inference nothing happens. The scale is that of
 * the rounded rate: the expectation is exact.
 */
export const dropout = dropoutLayer(
  ({ config }) => (config.noiseShape ?? undefined) as NoiseShape | undefined,
);

/** Drops a residual branch for whole images (Huang et al., 2016). */
export const stochasticDepth = dropoutLayer(({ inputShapes: [shape] }) => [null, ...shape!.map(() => 1)]);

function dropoutLayer(noiseShapeOf: (step: LayerStep) => NoiseShape | undefined): LayerCompiler {
  return {
    unsupported: (step) => [
      ...unsupportedNoiseShape(step, noiseShapeOf(step)),
      ...(droppedValues(step.config.rate) < BYTE_VALUES
        ? []
        : [`rate ${String(step.config.rate)} drops everything`]),
    ],

    compile(step, [input], { isTraining, randomBytes, lowering }) {
      const dropped = droppedValues(step.config.rate);
      if (!isTraining || dropped === 0) {
        return { output: input!, backward: (dOutput) => ({ inputs: [() => dOutput] }) };
      }
      const noiseShape = noiseShapeOf(step);
      const mask = keepMask(randomBytes(maskShape(input!, noiseShape)), dropped);
      const masked = (value: Value) =>
        input!.kind === "maps" && noiseShape ? lowering.formula([value, mask], mul) : mul(value, mask);
      return {
        output: { ...input!, value: masked(input!.value) },
        backward: (dOutput) => ({ inputs: [() => masked(dOutput)] }),
      };
    },
  };
}

const droppedValues = (rate: unknown): number => Math.round(Number(rate) * BYTE_VALUES);

/**
 * 0 where the byte is below `dropped`, else 256 / (256 − dropped). Clipping leaves two values, one apart, while
 * the mask is still bytes; converting to float32 then shifts and scales them in the same pass.
 */
const keepMask = (bytes: Value, dropped: number): Value =>
  dequantize(clip(bytes, dropped - 1, dropped), BYTE_VALUES / (BYTE_VALUES - dropped), dropped - 1);

/** The axis in the LayersModel of each axis of maps. */
const MODEL_AXES = [0, 3, 1, 2];

function maskShape({ kind, value }: Feature, noiseShape: NoiseShape | undefined): readonly number[] {
  if (!noiseShape) return value.shape;
  return value.shape.map((extent, axis) => {
    const shared = noiseShape[kind === "maps" ? MODEL_AXES[axis]! : axis] === 1;
    return shared ? 1 : extent;
  });
}

function unsupportedNoiseShape({ inputShapes: [shape] }: LayerStep, noiseShape?: NoiseShape): string[] {
  if (!noiseShape) return [];
  const full = [null, ...shape!];
  const fits = noiseShape.every((extent, axis) => extent == null || extent === 1 || extent === full[axis]);
  if (fits && noiseShape.length === full.length) return [];
  return [
    `noiseShape [${noiseShape.map(String).join(", ")}] is not supported, use null or 1 for each axis of the input`,
  ];
}
