import type { Value } from "../graph/graph.js";
import { clip, dequantize, mul } from "../graph/ops/elementwise.js";
import type { LayerCompiler } from "./layer-compiler.js";

/** One random byte decides one element, so a rate is rounded to a multiple of 1/256. */
const BYTE_VALUES = 256;

/**
 * Inverted dropout (Srivastava et al., 2014): in training each element is 0 with probability `rate`, else
 * scaled by 1 / (1 − rate), so that its expectation stays; in inference nothing happens. The scale is that of
 * the rounded rate: the expectation is exact.
 */
export const dropout: LayerCompiler = {
  unsupported: ({ config }) => [
    ...(config.noiseShape == null ? [] : ["noiseShape is not supported, leave it out"]),
    ...(droppedValues(config.rate) < BYTE_VALUES ? [] : [`rate ${String(config.rate)} drops everything`]),
  ],

  compile({ config }, [input], { isTraining, randomBytes }) {
    const dropped = droppedValues(config.rate);
    if (!isTraining || dropped === 0) {
      return { output: input!, backward: (dOutput) => ({ inputs: [() => dOutput] }) };
    }
    const mask = keepMask(randomBytes(input!.value.shape), dropped);
    return {
      output: { ...input!, value: mul(input!.value, mask) },
      backward: (dOutput) => ({ inputs: [() => mul(dOutput, mask)] }),
    };
  },
};

const droppedValues = (rate: unknown): number => Math.round(Number(rate) * BYTE_VALUES);

/**
 * 0 where the byte is below `dropped`, else 256 / (256 − dropped). Clipping leaves two values, one apart, while
 * the mask is still bytes; converting to float32 then shifts and scales them in the same pass.
 */
const keepMask = (bytes: Value, dropped: number): Value =>
  dequantize(clip(bytes, dropped - 1, dropped), BYTE_VALUES / (BYTE_VALUES - dropped), dropped - 1);
