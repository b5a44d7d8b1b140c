import { Notice } from "../components/notice.js";
import { useStore } from "../state/use-store.js";
import { sentence } from "../text/format.js";

interface OutcomeNoticeProps {
  /** Why the model is not worth keeping, a sentence each. */
  readonly problems: readonly string[];
  /** The one that it was trained with. */
  readonly learningRate: number | undefined;
}

/** Says that a training did not work, and what to try. */
export function OutcomeNotice({ problems, learningRate }: OutcomeNoticeProps) {
  const { setField } = useStore();
  if (problems.length === 0 || learningRate === undefined) return null;
  const smaller = Number((learningRate / 10).toPrecision(6));
  return (
    <Notice kind="hint">
      <p>
        <strong>The training did not work.</strong> {problems.map(sentence).join(" ")} Train again with a
        smaller learning rate, for more epochs, on more images, or choose another network.
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
