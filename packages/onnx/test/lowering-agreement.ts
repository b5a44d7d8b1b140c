import { expectAllClose, loadOnnx, type RuntimeTensor } from "@imgcls/test-utils";
import { encodeModel } from "../src/encode-model.js";
import { Graph, type Value } from "../src/graph/graph.js";
import { sizeOf } from "../src/graph/shapes.js";
import { simplify } from "../src/graph/simplify.js";
import type { GraphLayout, Lowering } from "../src/lowering/lowering.js";
import { portable } from "../src/lowering/portable.js";

/** What a computation is written with, so that any lowering can do it. */
export interface Bench {
  readonly lowering: Lowering;
  /** An input with numbers that depend on its name alone, from `[batch, height, width, channels]`. */
  maps(name: string, shape: readonly number[], numbers?: (length: number) => Float32Array): Value;
  /** An input in the layout of a weight. */
  weight(name: string, modelShape: readonly number[], layout: GraphLayout): Value;
  mapsResult(name: string, maps: Value, channels: number): void;
  weightResult(name: string, weight: Value, layout: GraphLayout): void;
}

export type Computation = (bench: Bench) => void;

/** Another lowering computes what the portable one does, within float32's rounding of sums in another order. */
export async function expectAgreement(lowering: Lowering, compute: Computation): Promise<void> {
  const expected = await resultsOf(portable, compute);
  const actual = await resultsOf(lowering, compute);
  for (const [name, values] of expected) expectAllClose(actual.get(name)!, values, 1e-5, name);
}

async function resultsOf(lowering: Lowering, compute: Computation): Promise<Map<string, Float32Array>> {
  const graph = new Graph();
  const feeds: Record<string, RuntimeTensor> = {};
  const unpackers = new Map<string, (values: Float32Array) => Float32Array>();
  compute({
    lowering,
    maps(name, shape, numbers = (length) => noise(name, length)) {
      feeds[name] = { data: numbers(sizeOf(shape)), shape };
      return lowering.enter(graph.input(name, "float32", shape));
    },
    weight(name, modelShape, layout) {
      feeds[name] = { data: layout.pack(noise(name, sizeOf(modelShape))), shape: layout.shape };
      return graph.input(name, "float32", layout.shape);
    },
    mapsResult(name, maps, channels) {
      const [, , height, width] = maps.shape as [number, number, number, number];
      graph.output(name, lowering.leave(maps, { height, width, channels }));
      unpackers.set(name, (values) => values);
    },
    weightResult(name, weight, layout) {
      graph.output(name, weight);
      unpackers.set(name, layout.unpack);
    },
  });
  const program = await loadOnnx(encodeModel(simplify(graph)));
  const results = await program.run(feeds);
  await program.release();
  return new Map([...unpackers].map(([name, unpack]) => [name, unpack(results[name]!)]));
}

/** Between -1 and 1. */
export function noise(name: string, length: number): Float32Array {
  let state = [...name].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 2147483648, 7);
  return Float32Array.from({ length }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 1073741824 - 1;
  });
}
