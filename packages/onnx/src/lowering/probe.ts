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

/** Runs an ONNX model without inputs and resolves to its only output, float32. Rejects when it cannot. */
export type RunProbe = (model: Uint8Array) => Promise<Float32Array>;

/**
 * The fastest lowering of a runtime, found out by running two models of a few nodes on it: how wide its blocks of
 * channels are, and whether it computes with them what the portable lowering does. "portable" where one of them
 * fails. Worth asking once for a runtime and a processor.
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
    // A runtime without these operators refuses the model, each in words of its own.
    return "portable";
  }
}

const BLOCK_SIZES: readonly number[] = [8, 16];

/** Results are sums of a hundred products of numbers below 1. */
const TOLERANCE = 1e-3;

const CHANNELS = 64;

/** Two positions of 64 channels, numbered position by position, in the order of the runtime's blocks. */
function orderGraph(): Graph {
  const graph = new Graph();
  const numbers = Float32Array.from(
    { length: CHANNELS * 2 },
    (_, i) => (i % 2) * CHANNELS + Math.floor(i / 2),
  );
  graph.output("result", reorderInput(graph.constant(numbers, [1, CHANNELS, 1, 2]), CHANNELS));
  return graph;
}

/** The second position begins where the first block ends. Without blocks, that is at 1. */
const blockSizeIn = (order: Float32Array): number => order.indexOf(CHANNELS);

function differenceGraph(block: number): Graph {
  const graph = new Graph();
  const blocked = blockedLowering(block, block / 2);
  graph.output("result", sub(smallStep(graph, blocked, block), smallStep(graph, portable, block)));
  return graph;
}

/** A bit of every kernel: two convolutions, from plain maps and between blocks that are not full, and a pooling. */
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

/** Numbers between -0.5 and 0.5 without a pattern that a wrong order could repeat. */
const noise = (seed: number, length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => ((Math.sin((i + 1) * seed * 12.9898) * 43758.5453) % 1) / 2);
