import { useEffect, useState } from "react";
import { FileButton } from "../components/file-button.js";
import type { BaseChoice } from "../protocol.js";
import { useStore } from "../state/use-store.js";

/** A last layer on a network that others have trained: which one, with which weights. */
export function BaseForm({ locked }: { readonly locked: boolean }) {
  const { lab, trainHead } = useStore();
  const [bases, setBases] = useState<readonly BaseChoice[]>([]);
  const [architecture, setArchitecture] = useState<string>();
  const [weights, setWeights] = useState<File>();
  useEffect(() => {
    lab.listBases().then(setBases, () => undefined);
  }, [lab]);
  const base = bases.find((one) => one.architecture === architecture) ?? bases[0];
  const needsFile = base !== undefined && base.weights === undefined && weights === undefined;
  return (
    <section className="base-form" aria-labelledby="base-title">
      <h3 id="base-title">Or begin with a network that others have trained</h3>
      <p>
        It needs few pictures, twenty of a class: only its last layer is computed, for yours. Its weights are
        a file of yours, or are loaded once and kept in this browser.
      </p>
      <div className="button-row">
        <div className="field">
          <label htmlFor="base-architecture">Base</label>
          <select
            id="base-architecture"
            value={base?.architecture ?? ""}
            disabled={locked || base === undefined}
            onChange={(event) => setArchitecture(event.target.value)}
          >
            {bases.map((one) => (
              <option key={one.architecture} value={one.architecture}>
                {one.architecture}
              </option>
            ))}
          </select>
        </div>
        <FileButton
          label="Weights of the base"
          accept=".safetensors,.pth,.pt,.keras,.h5"
          disabled={locked}
          onFiles={([file]) => setWeights(file)}
        >
          Choose weights
        </FileButton>
        <button
          type="button"
          className="button"
          disabled={locked || base === undefined || needsFile}
          onClick={() => void trainHead(base!.architecture, weights)}
        >
          Compute the last layer
        </button>
      </div>
      <p className="muted">{weightsInWords(base, weights)}</p>
    </section>
  );
}

function weightsInWords(base: BaseChoice | undefined, file: File | undefined): string {
  if (file !== undefined) return `Weights: ${file.name}`;
  if (base === undefined) return "Loading the networks…";
  return base.weights === undefined
    ? "No weights of this network are known by name: choose a file."
    : `Weights: ${base.weights}`;
}
