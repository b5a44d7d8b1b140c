import type { KeptRun } from "../protocol.js";
import { useStore } from "../state/use-store.js";
import { formatMoment, formatPercent } from "../text/format.js";
import { Notice } from "./notice.js";

/** Offers the model that was trained here before the page was reloaded. */
export function KeptRunNotice({ kept, busy }: { readonly kept: KeptRun; readonly busy: boolean }) {
  const { openKeptRun, removeKeptRun } = useStore();
  const tested = kept.testAccuracy === undefined ? "" : `, ${formatPercent(kept.testAccuracy)} right`;
  return (
    <Notice kind="hint">
      <p>
        This browser still has the model that you trained here last: {kept.architecture} on{" "}
        {kept.datasetTitle}
        {tested}, {formatMoment(kept.trainedAt)}.
      </p>
      <div className="button-row">
        <button type="button" className="button" disabled={busy} onClick={openKeptRun}>
          Open it again
        </button>
        <button type="button" className="button button-quiet" disabled={busy} onClick={removeKeptRun}>
          Remove it
        </button>
      </div>
    </Notice>
  );
}
