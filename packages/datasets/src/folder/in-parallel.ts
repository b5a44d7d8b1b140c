/**
 * Runs `task(0)` … `task(count - 1)`, at most `limit` at a time. After the first that throws no more are
 * started, and its error is thrown when those that run have ended: nothing goes on behind the caller's back.
 */
export async function inParallel(
  count: number,
  limit: number,
  task: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failed = false;
  const lane = async (): Promise<void> => {
    while (next < count && !failed) {
      try {
        await task(next++);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(limit, count) }, lane));
  for (const result of lanes) if (result.status === "rejected") throw result.reason;
}
