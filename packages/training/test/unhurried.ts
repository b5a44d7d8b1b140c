import type { Callback } from "../src/callback.js";

/** Steps that leave time to read and save what the last one came to: stands before what saves. */
export const unhurried: Callback = {
  name: "unhurried",
  onBatchEnd: () => new Promise((resolve) => setTimeout(resolve, 50)),
};
