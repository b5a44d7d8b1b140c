import type { Graph } from "./graph/graph.js";
import { cast } from "./graph/ops/elementwise.js";
import { reshape } from "./graph/ops/movement.js";
import type { StepScalar } from "./types.js";

const BYTES_OF_FLOAT = 4;

/** Smaller blocks are not worth four nodes. */
const LEAST_BYTES = 64 * 2 ** 20;

/** What the runtime changes in the graph may make its block a little larger than the one planned here. */
const MARGIN = 1.05;

/**
 * Lets the first run of a session begin with one allocation of the whole block that later runs need, and give it back at
 * once. onnxruntime plans its block by watching a first run, which takes memory piece by piece from an arena that never
 * shrinks; pieces and block then lie side by side, and a training takes twice the memory. After this allocation the
 * arena has a region into which both fit: DenseNet-BC's step takes 6.2 GB for 11.5 at batch 128.
 *
 * @returns the number of floats to reserve, or undefined where there is little to gain
 */
export function emitReservation(graph: Graph, blockBytes: number): StepScalar | undefined {
  if (blockBytes < LEAST_BYTES) return undefined;
  const floats = Math.ceil((blockBytes * MARGIN) / BYTES_OF_FLOAT);
  const name = "reserve";
  graph.within("reservation", () => {
    // The extent, first in the arena, makes a region for what is small: nothing comes to lie behind the block.
    const extent = cast(reshape(graph.input(name, "float32", []), [1]), "int64");
    const block = graph.emit("ConstantOfShape", [extent], { dtype: "float32", shape: [floats] });
    // The last output that nothing else needs is what onnxruntime computes first.
    graph.output("reserved", graph.emit("Shape", [block], { dtype: "int64", shape: [1] }));
  });
  return { name, valueAt: ({ isFirstRun }) => (isFirstRun ? floats : 0) };
}
