import { random } from "@imgcls/datasets";
import type { Projection } from "@imgcls/evaluation";

interface UmapJob {
  /** Numbers of each row. */
  readonly width: number;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

/** The method's own default: how many neighbours of a row are to stay near it. */
const NEIGHBOURS = 15;
/** So many steps, then the event loop turns. */
const STEPS_A_TURN = 10;

/**
 * Those rows that are drawn as points, in a plane by UMAP (McInnes, Healy and Melville 2018): what is alike is near each other. The
 * same rows and seed give the same places.
 *
 * @param rows `[rows, width]`
 */
export async function umap(rows: Float32Array, { width, seed, signal }: UmapJob): Promise<Projection> {
  // Loaded here: no page and no training needs them.
  const [{ UMAP }, { shownPoints }] = await Promise.all([import("umap-js"), import("@imgcls/evaluation")]);
  const points = shownPoints(rows.length / width).map((row) =>
    Array.from(rows.subarray(row * width, (row + 1) * width)),
  );
  // Of so few, none has neighbours to choose from.
  if (points.length < 4) return { method: "UMAP", coordinates: points.flatMap((_, i) => [i, 0]) };
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
