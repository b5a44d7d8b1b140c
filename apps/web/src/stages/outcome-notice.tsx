import { Notice } from "../components/notice.js";
import type { Outcome } from "../protocol.js";
import { useStore } from "../state/use-store.js";

interface OutcomeNoticeProps {
  readonly outcome: Outcome | undefined;
  /** The one that it was trained with. */
  readonly learningRate: number;
}

/** Says that a training did not work, and what to try. */
export function OutcomeNotice({ outcome, learningRate }: OutcomeNoticeProps) {
  const { setForm } = useStore();
  if (outcome === undefined || outcome === "trained") return null;
  const smaller = Number((learningRate / 10).toPrecision(6));
  return (
    <Notice kind="hint">
      {outcome === "diverged" ? (
        <p>
          <strong>The training diverged:</strong> its steps were too large, and the network answers worse than
          a guess. Train it again with a smaller learning rate.
        </p>
      ) : (
        <p>
          <strong>The network has not learned to tell the classes apart:</strong> it names no more test images
          than a guess would. Train it for more epochs, with another learning rate, on more images, or choose
          another network.
        </p>
      )}
      <button type="button" className="button" onClick={() => setForm({ learningRate: String(smaller) })}>
        Set the learning rate to {smaller}
      </button>
    </Notice>
  );
}
