/** Images cannot be put in such groups. */
export class ClusteringError extends Error {
  override readonly name = "ClusteringError";

  constructor(readonly problems: readonly string[]) {
    super(`[imgcls/runs] clusters: ${problems.join("; ")}.`);
  }
}
