import { useEffect } from "react";
import { CrashNotice } from "./components/crash-notice.js";
import { PageHeader } from "./components/page-header.js";
import { useDroppedFiles } from "./components/use-dropped-files.js";
import { DataStage } from "./stages/data-stage.js";
import { EvaluateStage } from "./stages/evaluate-stage.js";
import { ModelStage } from "./stages/model-stage.js";
import { TrainStage } from "./stages/train-stage.js";
import { isTraining } from "./state/app-state.js";
import { useAppState, useStore } from "./state/use-store.js";

export function App() {
  const store = useStore();
  const state = useAppState();
  const training = isTraining(state);
  const crashed = state.crash !== undefined;
  const dragging = useDroppedFiles(store.takeFiles, store.takeFolder);

  useEffect(() => store.begin(), [store]);

  const losesWork = training || state.unsaved;
  useEffect(() => {
    if (!losesWork) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [losesWork]);

  return (
    <>
      <PageHeader
        run={state.run}
        kept={state.kept}
        busy={state.fileBusy}
        problem={state.fileProblem}
        locked={training || crashed}
      />
      <main>
        {state.crash !== undefined && <CrashNotice reason={state.crash} />}
        {/* What a crashed worker held is gone: until there is a new one nothing here works. */}
        <div inert={crashed}>
          <DataStage data={state.data} problem={state.dataProblem} locked={training} dragging={dragging} />
          <ModelStage
            models={state.models}
            preset={state.preset}
            base={state.base}
            prepared={state.prepared}
            locked={training}
          />
          <TrainStage
            form={state.form}
            typed={state.typed}
            engine={state.engine}
            training={state.training}
            loading={state.trainWhenReady}
            active={training}
            changing={state.models.status === "loading"}
          />
          <EvaluateStage
            run={state.run}
            picture={state.picture}
            verdict={state.verdict}
            testImages={state.testImages}
            training={training}
            outdated={training || state.training?.phase === "failed"}
          />
        </div>
      </main>
      <footer className="page-footer">
        <p>Everything happens in this page: no image and no model leaves this computer.</p>
      </footer>
    </>
  );
}
