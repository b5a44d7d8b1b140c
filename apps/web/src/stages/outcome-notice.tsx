import type { TrainingOutcome } from "@imgcls/training";
import { Notice } from "../components/notice.js";
import { useStore } from "../state/use-store.js";
import { sentence } from "../text/format.js";

interface OutcomeNoticeProps {
  readonly outcome: TrainingOutcome | undefined;
  /** The one that it was trained with. */
  readonly learningRate: number | undefined;
}

type Failure = Exclude<TrainingOutcome, { readonly kind: "trained" }>;

export const isFailure = (outcome: TrainingOutcome | undefined): outcome is Failure =>
  outcome !== undefined && outcome.kind !== "trained";

/** Says that a training did not work, and what to try. */
export function OutcomeNotice({ outcome, learningRate }: OutcomeNoticeProps) {
  const { setField } = useStore();
  if (!isFailure(outcome) || learningRate === undefined) return null;
  const smaller = Number((learningRate / 10).toPrecision(6));
  return (
    <Notice kind="hint">
      <p>
        <strong>The training did not work.</strong> {sentence(outcome.sentence)} Train again with a smaller
        learning rate, for more epochs, on more images, or choose another network.
      </p>
      <button
        type="button"
        className="button"
        onClick={() => setField("optimizer.learningRate", String(smaller))}
      >
        Set the learning rate to {smaller}
      </button>
    </Notice>
  );
}
