import type { KeptRun } from "../protocol.js";
import { useStore } from "../state/use-store.js";
import { formatMoment, formatPercent } from "../text/format.js";
import { Notice } from "./notice.js";

/** Offers the model that was trained here before the page was reloaded, or to go on with its training. */
export function KeptRunNotice({ kept, busy }: { readonly kept: KeptRun; readonly busy: boolean }) {
  const { openKeptRun, resumeKeptRun, removeKeptRun } = useStore();
  const { architecture, datasetTitle, testAccuracy, epochs, epochsDone, isUnfinished, at } = kept;
  const tested = testAccuracy === undefined ? "" : `, ${formatPercent(testAccuracy)} right`;
  return (
    <Notice kind="hint">
      {isUnfinished ? (
        <p>
          The page was left in the middle of a training: {architecture} on {datasetTitle}, begun{" "}
          {formatMoment(at)},{" "}
          {epochs === 0 ? "its last layer being computed" : `${epochsDone} of ${epochs} epochs done`}. It can
          go on as if nothing had happened.
        </p>
      ) : (
        <p>
          This browser still has the model that you trained here last: {architecture} on {datasetTitle}
          {tested}, {formatMoment(at)}.
        </p>
      )}
      <div className="button-row">
        {isUnfinished && (
          <button type="button" className="button" disabled={busy} onClick={() => void resumeKeptRun()}>
            Go on with the training
          </button>
        )}
        {(!isUnfinished || epochsDone > 0) && (
          <button type="button" className="button" disabled={busy} onClick={openKeptRun}>
            {isUnfinished ? "Open the model as it is" : "Open it again"}
          </button>
        )}
        <button type="button" className="button button-quiet" disabled={busy} onClick={removeKeptRun}>
          Remove it
        </button>
      </div>
    </Notice>
  );
}
