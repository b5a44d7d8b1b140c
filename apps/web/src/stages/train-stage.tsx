import { LearningCurves } from "../components/learning-curves.js";
import { Notice } from "../components/notice.js";
import { Stage } from "../components/stage.js";
import type { EngineChoice, TrainingForm, Typed } from "../protocol.js";
import type { TrainingView } from "../state/app-state.js";
import { isRight } from "../state/settings.js";
import { useStore } from "../state/use-store.js";
import { isFailure, OutcomeNotice } from "./outcome-notice.js";
import { Readouts } from "./readouts.js";
import { SettingsFields } from "./settings-fields.js";

interface TrainStageProps {
  readonly form: TrainingForm | undefined;
  readonly typed: Typed;
  readonly engine: EngineChoice;
  readonly training: TrainingView | undefined;
  /** Train was pressed and waits for the networks. */
  readonly loading: boolean;
  readonly active: boolean;
  /** The networks for other images are on their way, with settings of their own. */
  readonly changing: boolean;
}

export function TrainStage({ form, typed, engine, training, loading, active, changing }: TrainStageProps) {
  const { train, stop } = useStore();
  const wrong = form !== undefined && !isRight(form);
  return (
    <Stage
      id="train"
      number={3}
      title="Train"
      intro={<p>A worker computes, so the page stays free while it does.</p>}
    >
      <SettingsFields form={form} typed={typed} engine={engine} locked={active || changing} />
      {form?.problems.map((problem) => (
        <p className="field-problem" key={problem}>
          {problem}
        </p>
      ))}
      <div className="button-row">
        <button
          type="button"
          className="button button-primary"
          aria-disabled={active || loading || wrong}
          onClick={() => void train()}
        >
          {active || loading ? "Training…" : training ? "Train again" : "Train"}
        </button>
        <button
          type="button"
          className="button"
          disabled={!active || training?.phase === "stopping"}
          onClick={stop}
        >
          {training?.phase === "stopping" ? "Stopping…" : "Stop"}
        </button>
        <p className="status" role="status">
          {loading ? "Loading the networks…" : statusOf(training)}
        </p>
      </div>
      {training?.notices.map((notice) => (
        <Notice kind="hint" key={notice}>
          <p>{notice}</p>
        </Notice>
      ))}
      {training && <OutcomeNotice outcome={training.outcome} learningRate={training.learningRate} />}
      {training?.phase === "failed" && (
        <Notice kind="problem">
          <p>The training failed. {training.reason}</p>
        </Notice>
      )}
      {training && training.epochs > 0 ? (
        <>
          <Readouts training={training} />
          <LearningCurves trace={training.trace} rows={training.rows} epochs={training.epochs} />
        </>
      ) : (
        <p className="empty">Loss and accuracy are drawn here while the network learns.</p>
      )}
    </Stage>
  );
}

/** What a screen reader hears: few words, and only when something has changed. */
function statusOf(training: TrainingView | undefined): string {
  if (training === undefined) return "";
  if (training.pressedAgain && (training.phase === "training" || training.phase === "testing")) {
    return "A training is running already. Press Stop to end it.";
  }
  switch (training.phase) {
    case "starting":
      return "Preparing the engine…";
    case "training":
    case "testing":
      return training.engine === undefined && training.features
        ? `${training.features.done} of ${training.features.total} pictures have gone through the base.`
        : (training.engine ?? "");
    case "stopping":
      return "Finishing the current step…";
    case "finished":
      if (isFailure(training.outcome)) return "Ended, but it did not work.";
      return training.reason === undefined ? "Done." : `Ended early: ${training.reason}.`;
    case "stopped":
      return training.reason === undefined
        ? "Stopped. The model is as it was after the last step."
        : `Stopped ${training.reason}.`;
    case "failed":
      return "";
  }
}
