import type { KeptRun, RunSummary } from "../protocol.js";
import type { AppState } from "../state/app-state.js";
import { useStore } from "../state/use-store.js";
import { fileNameOf } from "../text/format.js";
import { FileButton } from "./file-button.js";
import { KeptRunNotice } from "./kept-run-notice.js";
import { Notice } from "./notice.js";

interface PageHeaderProps {
  readonly run: RunSummary | undefined;
  /** A model of a visit before. */
  readonly kept: KeptRun | undefined;
  readonly busy: AppState["fileBusy"];
  readonly problem: string | undefined;
  /** While a training runs, or nothing works. */
  readonly locked: boolean;
}

/** The name of the page, and the file of a trained model: open and save. */
export function PageHeader({ run, kept, busy, problem, locked }: PageHeaderProps) {
  const store = useStore();
  const save = async () => {
    const bytes = await store.saveRun();
    if (bytes && run) download(bytes, `${fileNameOf(`${run.architecture} ${run.datasetTitle}`)}.zip`);
  };
  return (
    <header className="page-header">
      <div className="page-header-line">
        <div>
          <h1>imgcls</h1>
          <p className="tagline">Train an image classifier in this page, then judge it and try it.</p>
        </div>
        <div className="page-actions">
          <FileButton
            label="Saved run, a zip file"
            accept=".zip,application/zip"
            disabled={locked || busy !== undefined}
            onFiles={([file]) => void store.openRun(file!)}
          >
            {busy === "opening" ? "Opening…" : "Open a run"}
          </FileButton>
          <button
            type="button"
            className="button"
            disabled={run === undefined || locked || busy !== undefined}
            onClick={save}
          >
            {busy === "saving" ? "Saving…" : "Save the run"}
          </button>
        </div>
      </div>
      {kept !== undefined && <KeptRunNotice kept={kept} busy={locked || busy !== undefined} />}
      {problem !== undefined && (
        <Notice kind="problem">
          <p>{problem}</p>
          <button type="button" className="button button-quiet" onClick={store.forgetFileProblem}>
            Dismiss
          </button>
        </Notice>
      )}
    </header>
  );
}

function download(bytes: Uint8Array, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes as BlobPart], { type: "application/zip" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the address after this turn.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
