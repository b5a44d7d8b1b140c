import { memo } from "react";
import { Notice } from "../components/notice.js";
import { Stage } from "../components/stage.js";
import type { RunSummary, Verdict } from "../protocol.js";
import type { Loadable } from "../state/app-state.js";
import { useStore } from "../state/use-store.js";
import { formatCount } from "../text/format.js";
import { TryPanel } from "./try-panel.js";
import { VerdictView } from "./verdict-view.js";

interface EvaluateStageProps {
  readonly run: RunSummary | undefined;
  readonly verdict: Loadable<Verdict>;
  readonly testable: boolean;
  readonly training: boolean;
}

export const EvaluateStage = memo(function EvaluateStage({
  run,
  verdict,
  testable,
  training,
}: EvaluateStageProps) {
  return (
    <Stage
      id="evaluate"
      number={4}
      title="Evaluate and try"
      intro={
        run ? (
          <p>
            {run.architecture} on {run.datasetTitle}, {formatCount(run.parameters)} parameters,{" "}
            {run.history.length === 1 ? "1 epoch" : `${run.history.length} epochs`}, seed {run.seed}.{" "}
            {run.engine}.
          </p>
        ) : (
          <p>What the network gets right, what it gets wrong, and what it says to your own drawing.</p>
        )
      }
    >
      {run === undefined ? (
        <p className="empty">
          Train a network, or open a saved run. Then it is tested here, and you can draw for it.
        </p>
      ) : (
        <>
          <VerdictPart run={run} verdict={verdict} testable={testable} />
          <TryPanel key={`${run.inputShape}`} run={run} testable={testable} locked={training} />
        </>
      )}
    </Stage>
  );
});

type VerdictPartProps = Pick<EvaluateStageProps, "verdict" | "testable"> & { readonly run: RunSummary };

function VerdictPart({ run, verdict, testable }: VerdictPartProps) {
  const { evaluate } = useStore();
  if (!testable) {
    return (
      <Notice kind="hint">
        <p>
          This model was trained on {run.datasetTitle}, which is not open here, so it cannot be tested.
          {run.datasetId.includes("mnist") ? " Drop the four files of it on this page to test it." : ""} You
          can try it below all the same.
        </p>
      </Notice>
    );
  }
  switch (verdict.status) {
    case "ready":
      return <VerdictView verdict={verdict.value} />;
    case "failed":
      return (
        <Notice kind="problem">
          <p>The test did not work. {verdict.problem}</p>
          <button type="button" className="button" onClick={evaluate}>
            Test again
          </button>
        </Notice>
      );
    default:
      return (
        <div className="verdict" role="status" aria-label="Testing the network">
          <div className="skeleton-block skeleton" />
          <div className="skeleton-block skeleton" />
        </div>
      );
  }
}
