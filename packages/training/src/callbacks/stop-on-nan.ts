import type { Callback } from "../callback.js";

/** Ends the training when a batch's loss is not finite: no later step can repair the weights. */
export const stopOnNaN = (): Callback => ({
  name: "stopOnNaN",
  onBatchEnd({ batchLoss, batch, epoch }, run) {
    if (Number.isFinite(batchLoss)) return;
    run.stop(`the loss is ${batchLoss} at batch ${batch} of epoch ${epoch}. Try a smaller learning rate`);
  },
});
