import { useStore } from "../state/use-store.js";
import { Notice } from "./notice.js";

export function CrashNotice({ reason }: { readonly reason: string }) {
  const { restart } = useStore();
  return (
    <Notice kind="problem">
      <p>
        The worker that computes ended unexpectedly ({reason}). Your settings are still here; images have to
        be opened again, and the model that was trained last is offered once more.
      </p>
      <button type="button" className="button" onClick={restart}>
        Start it again
      </button>
    </Notice>
  );
}
