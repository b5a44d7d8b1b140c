import { encodeModel } from "../encode-model.js";
import { Graph, type Value } from "../graph/graph.js";
import { mul, sub } from "../graph/ops/elementwise.js";
import { concat, reshape } from "../graph/ops/movement.js";
import { reorderInput } from "../graph/ops/nchwc.js";
import { sum } from "../graph/ops/reduce.js";
import { sizeOf, type Window, windowAxis } from "../graph/shapes.js";
import type { LoweringChoice } from "../types.js";
import { blockedLowering } from "./blocked.js";
import type { Lowering } from "./lowering.js";
import { portable } from "./portable.js";

/**
 * Runs an ONNX model that has no inputs. Resolves to its only output (float32); rejects if the runtime cannot run it.
 */
export type RunProbe = (model: Uint8Array) => Promise<Float32Array>;

/**
 * Finds the fastest lowering for a runtime by running two small models on it:
 * 1. How many channels does a block have?
 * 2. Does the blocked lowering compute the same numbers as the portable one?
 * If either fails, the answer is "portable". It depends only on the runtime and the processor, so ask once.
 */
export async function probeLowering(run: RunProbe): Promise<Exclude<LoweringChoice, "gpu">> {
  try {
    const block = blockSizeIn(await run(encodeModel(orderGraph())));
    if (!BLOCK_SIZES.includes(block)) return "portable";
    const differences = await run(encodeModel(differenceGraph(block)));
    return differences.every((difference) => Math.abs(difference) < TOLERANCE)
      ? { blocked: block }
      : "portable";
  } catch {
    // A runtime without these operators refuses the model. Every runtime has its own message for that.
    return "portable";
  }
}

const BLOCK_SIZES: readonly number[] = [8, 16];

/** For float32 rounding: the results are sums of about a hundred products of numbers below 1. */
const TOLERANCE = 1e-3;

const CHANNELS = 64;

/**
 * Reorders 64 channels of two positions to the runtime's blocks. Position 0 holds the numbers 0 to 63, position 1 the
 * numbers 64 to 127, so the result shows where each number went.
 */
function orderGraph(): Graph {
  const graph = new Graph();
  const numbers = Float32Array.from(
    { length: CHANNELS * 2 },
    (_, i) => (i % 2) * CHANNELS + Math.floor(i / 2),
  );
  graph.output("result", reorderInput(graph.constant(numbers, [1, CHANNELS, 1, 2]), CHANNELS));
  return graph;
}

/**
 * In blocks of 8 the result is 0 … 7, 64 … 71, 8 … 15, …: the first number of position 1 is at index 8. Without
 * blocks it is at index 1.
 */
const blockSizeIn = (order: Float32Array): number => order.indexOf(CHANNELS);

function differenceGraph(block: number): Graph {
  const graph = new Graph();
  const blocked = blockedLowering(block, block / 2);
  graph.output("result", sub(smallStep(graph, blocked, block), smallStep(graph, portable, block)));
  return graph;
}

/**
 * Uses each of the runtime's operators once, forward and backward: a convolution from plain maps to blocks, one between
 * blocks that are not full, and a max pooling.
 */
function smallStep(graph: Graph, lowering: Lowering, block: number): Value {
  const [batch, side, colors, channels] = [3, 6, 3, block + 2];
  const tensor = (seed: number, shape: readonly number[]) =>
    graph.constant(noise(seed, sizeOf(shape)), shape);
  const kernel = (seed: number, shape: readonly number[]) => {
    const layout = lowering.kernelLayout(shape);
    return graph.constant(layout.pack(noise(seed, sizeOf(shape))), layout.shape);
  };
  const same: Window = [windowAxis(side, 3, 1, "same"), windowAxis(side, 3, 1, "same")];
  const halves: Window = [windowAxis(side, 2, 2, "valid"), windowAxis(side, 2, 2, "valid")];

  const images = lowering.enter(tensor(1, [batch, side, side, colors]));
  const inner = lowering.conv(images, kernel(2, [3, 3, colors, channels]), undefined, same);
  const second = kernel(3, [3, 3, channels, channels]);
  const outer = lowering.conv(inner, second, undefined, same);
  const pooled = lowering.maxPool(outer, halves);

  const dPooled = lowering.enter(tensor(4, [batch, side / 2, side / 2, channels]));
  const dOuter = lowering.maxPoolGradient(outer, pooled, dPooled, halves);
  const dInner = lowering.convInputGradient(dOuter, second, same);
  const dSecond = lowering.convKernelGradient(inner, dOuter, same);
  const list = (maps: Value, height: number): Value => {
    const values = lowering.leave(maps, { height, width: height, channels });
    return reshape(values, [sizeOf(values.shape)]);
  };
  const everyAxis = dSecond.shape.map((_, axis) => axis);
  const energy = reshape(sum(mul(dSecond, dSecond), everyAxis), [1]);
  return concat([list(pooled, side / 2), list(dInner, side), mul(energy, 1e-3)], 0);
}

/** Numbers between -0.5 and 0.5 without a pattern, so that numbers in a wrong order give a wrong result. */
const noise = (seed: number, length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => ((Math.sin((i + 1) * seed * 12.9898) * 43758.5453) % 1) / 2);
