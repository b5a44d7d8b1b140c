import { flag, type Options, option } from "@imgcls/checks";
import type { Callback } from "../callback.js";
import { completeOptions } from "./complete-options.js";

export interface TerminateOnNaNOptions {
  /** `fit` throws instead of giving what it has. Default false. */
  readonly raiseError?: boolean;
}

export const TERMINATE_ON_NAN: Options<TerminateOnNaNOptions> = {
  raiseError: option(flag, { default: false, about: "an error instead of the result so far" }),
};

/**
 * Ends the training when a batch's loss is not finite: no later step can repair the weights. As Keras 3's `TerminateOnNaN`.
 *
 * @throws TrainingOptionsError with every option that is unknown or wrong
 */
export function terminateOnNaN(options: TerminateOnNaNOptions = {}): Callback {
  const { raiseError } = completeOptions("terminateOnNaN", options, TERMINATE_ON_NAN);
  return {
    name: "terminateOnNaN",
    onBatchEnd({ batchLoss, batch, epoch }, run) {
      if (Number.isFinite(batchLoss)) return;
      const reason = `the loss is ${batchLoss} at batch ${batch} of epoch ${epoch}. Try a smaller learning rate`;
      if (raiseError) throw new Error(`[imgcls/training] terminateOnNaN: ${reason}.`);
      run.stop(reason);
    },
  };
}
