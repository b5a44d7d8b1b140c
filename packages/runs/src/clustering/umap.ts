import { random } from "@imgcls/datasets";
import type { Projection } from "@imgcls/evaluation";

interface UmapJob {
  /** Numbers of each row. */
  readonly width: number;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

/** Between how many neighbours a point is laid out; the method's own default. */
const NEIGHBOURS = 15;
/** So many steps, then the event loop turns. */
const STEPS_A_TURN = 10;

/**
 * Rows in a plane by UMAP (McInnes, Healy and Melville 2018): those that are alike near each other. The same rows and seed give the
 * same places.
 *
 * @param rows `[rows, width]`, four rows at least
 */
export async function umap(rows: Float32Array, { width, seed, signal }: UmapJob): Promise<Projection> {
  // Loaded here: no page and no training needs it.
  const { UMAP } = await import("umap-js");
  const points = Array.from({ length: rows.length / width }, (_, i) =>
    Array.from(rows.subarray(i * width, (i + 1) * width)),
  );
  const stream = random(seed, "umap");
  const layout = new UMAP({
    nNeighbors: Math.min(NEIGHBOURS, points.length - 1),
    random: () => stream.uniform(),
  });
  const steps = layout.initializeFit(points);
  for (let step = 0; step < steps; step++) {
    layout.step();
    if (step % STEPS_A_TURN > 0) continue;
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
  }
  return { method: "UMAP", coordinates: layout.getEmbedding().flat() };
}
