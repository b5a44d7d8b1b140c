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
 * Makes the first run of a session allocate the whole block of memory that later runs need, and free it at once.
 *
 * onnxruntime plans that block by watching a first run, which allocates piece by piece from an arena that never
 * shrinks. Later the arena holds the block beside the pieces, twice the memory that is needed. After this allocation
 * the arena has one region, and both the pieces and the block fit into it: DenseNet-BC's step at batch 128 needs 6.2
 * GB instead of 11.5.
 *
 * @returns the number of floats to reserve, or undefined where there is little to gain
 */
export function emitReservation(graph: Graph, blockBytes: number): StepScalar | undefined {
  if (blockBytes < LEAST_BYTES) return undefined;
  const floats = Math.ceil((blockBytes * MARGIN) / BYTES_OF_FLOAT);
  const name = "reserve";
  graph.within("reservation", () => {
    // The extent is allocated first and makes a region for small tensors, so that none is placed behind the block.
    const extent = cast(reshape(graph.input(name, "float32", []), [1]), "int64");
    const block = graph.emit("ConstantOfShape", [extent], { dtype: "float32", shape: [floats] });
    // The last output that nothing else needs is what onnxruntime computes first.
    graph.output("reserved", graph.emit("Shape", [block], { dtype: "int64", shape: [1] }));
  });
  return { name, valueAt: ({ isFirstRun }) => (isFirstRun ? floats : 0) };
}
