import type { Callback } from "../callback.js";

/**
 * The moving averages of the weights, which the optimizer's `useEma` keeps, are validated, kept as the best and saved, as
 * with Keras 3's `SwapEMAWeights(swap_on_epoch=True)`. There is no other way here: in Keras, `swap_on_epoch=False` measures
 * the averages, and keeps the weights that were not measured. The order of callbacks does not matter.
 */
export const swapEMAWeights = (): Callback => ({
  name: "swapEMAWeights",
  onTrainBegin(_, { weights }) {
    if (!weights.hasAverages) {
      throw new Error(
        "[imgcls/training] swapEMAWeights: expected an optimizer that keeps moving averages, received one that does not. Give the optimizer useEma: true.",
      );
    }
    weights.judge(() => weights.averages());
  },
});
