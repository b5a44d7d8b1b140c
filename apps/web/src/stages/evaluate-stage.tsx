import { memo } from "react";
import { Notice } from "../components/notice.js";
import { Stage } from "../components/stage.js";
import type { RunSummary, TestImages, Verdict } from "../protocol.js";
import type { AppState, Loadable } from "../state/app-state.js";
import { useStore } from "../state/use-store.js";
import { formatCount, formatPercent } from "../text/format.js";
import { TryPanel } from "./try-panel.js";
import { VerdictView } from "./verdict-view.js";

interface EvaluateStageProps {
  readonly run: RunSummary | undefined;
  readonly picture: AppState["picture"];
  readonly verdict: Loadable<Verdict>;
  readonly testImages: TestImages | undefined;
  readonly training: boolean;
  /** The model is not of the training that runs, or failed, above. */
  readonly outdated: boolean;
}

export const EvaluateStage = memo(function EvaluateStage({
  run,
  picture,
  verdict,
  testImages,
  training,
  outdated,
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
            {epochsOf(run)}, seed {run.seed}. {run.engine}.
            {run.testAccuracy !== undefined &&
              ` At the end of its training it named ${formatPercent(run.testAccuracy, 2)} of the test images.`}
          </p>
        ) : (
          <p>What the network gets right, what it gets wrong, and what it says to your own drawing.</p>
        )
      }
    >
      <p className="visually-hidden" role="status">
        {verdict.status === "ready" &&
          `Tested: ${formatPercent(verdict.value.accuracy)} of ${formatCount(verdict.value.samples)} test images are right.`}
      </p>
      {run === undefined ? (
        <p className="empty">
          Train a network, or open a saved run. Then it is tested here, and you can draw for it.
        </p>
      ) : (
        <>
          {outdated && (
            <Notice kind="hint">
              <p>
                {training
                  ? "What follows is of the model before: the one that is being trained takes its place at its end."
                  : "What follows is of the model before: the last training failed."}
              </p>
            </Notice>
          )}
          <VerdictPart verdict={verdict} testImages={testImages} />
          <TryPanel
            key={`${run.inputShape}`}
            run={run}
            picture={picture}
            testable={testImages?.fit === "own"}
            locked={training}
          />
        </>
      )}
    </Stage>
  );
});

function epochsOf({ history }: RunSummary): string {
  if (history.length === 0) return "stopped in its first epoch";
  return history.length === 1 ? "1 epoch" : `${history.length} epochs`;
}

type VerdictPartProps = Pick<EvaluateStageProps, "verdict" | "testImages">;

function VerdictPart({ verdict, testImages }: VerdictPartProps) {
  const { evaluate } = useStore();
  if (testImages?.fit === "none") {
    return (
      <Notice kind="hint">
        <p>
          {testImages.reason} It is tested as soon as you open its images under Data. You can try it below all
          the same.
        </p>
      </Notice>
    );
  }
  if (testImages?.fit === "others" && verdict.status === "waiting") {
    return (
      <Notice kind="hint">
        <p>{testImages.reason}</p>
        <button type="button" className="button" onClick={evaluate}>
          Test it on these images
        </button>
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
