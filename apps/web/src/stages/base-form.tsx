import { useEffect, useState } from "react";
import { FileButton } from "../components/file-button.js";
import { type BaseChoice, type BaseSettings, ONNX_FILE } from "../protocol.js";
import type { AppState } from "../state/app-state.js";
import { useStore } from "../state/use-store.js";

interface BaseFormProps {
  readonly chosen: BaseSettings | undefined;
  readonly prepared: AppState["prepared"];
  readonly locked: boolean;
}

/** A last layer on a network that others have trained: which one, with which weights. */
export function BaseForm({ chosen, prepared, locked }: BaseFormProps) {
  const { lab, chooseBase, trainHead } = useStore();
  const [bases, setBases] = useState<readonly BaseChoice[]>([]);
  useEffect(() => {
    lab.listBases().then(setBases, () => undefined);
  }, [lab]);
  const base = bases.find(({ architecture }) => architecture === chosen?.architecture) ?? bases[0];
  const weights = chosen?.weights;
  const isNetwork = chosen?.architecture === ONNX_FILE;
  const needsFile = base !== undefined && base.weights === undefined && weights === undefined;
  const settings = isNetwork ? chosen : base && { architecture: base.architecture, weights };
  const isDisabled = locked || base === undefined || needsFile;
  return (
    <section className="base-form" aria-labelledby="base-title">
      <h3 id="base-title">Or begin with a network that others have trained</h3>
      <p>
        It needs few pictures, twenty of a class: only its last layer is computed, for yours, in seconds. With
        a hundred of a class, training all layers from there is better, and takes minutes. Its weights are a
        file of yours, or are loaded once and kept in this browser; an ONNX file is a network by itself.
      </p>
      <div className="button-row">
        <div className="field">
          <label htmlFor="base-architecture">Base</label>
          <select
            id="base-architecture"
            value={settings?.architecture ?? ""}
            disabled={locked || base === undefined}
            onChange={({ target }) =>
              chooseBase({ architecture: target.value, weights: isNetwork ? undefined : weights })
            }
          >
            {isNetwork && <option value={ONNX_FILE}>the ONNX file</option>}
            {bases.map((one) => (
              <option key={one.architecture} value={one.architecture}>
                {one.architecture}
              </option>
            ))}
          </select>
        </div>
        <FileButton
          label="Weights of the base"
          accept=".safetensors,.pth,.pt,.keras,.h5,.onnx"
          disabled={locked || base === undefined}
          onFiles={([file]) =>
            chooseBase({
              architecture: isOnnx(file!) ? ONNX_FILE : base!.architecture,
              weights: file,
            })
          }
        >
          Choose weights
        </FileButton>
        <button
          type="button"
          className="button"
          disabled={isDisabled}
          onClick={() => void trainHead(settings!, false)}
        >
          Compute the last layer
        </button>
        <button
          type="button"
          className="button"
          disabled={isDisabled || isNetwork}
          onClick={() => void trainHead(settings!, true)}
        >
          More accurate: fine-tune
        </button>
      </div>
      <p className="muted">
        {isNetwork
          ? `Network: ${weights!.name}. It stays as it is: only the last layer can be computed.`
          : weightsInWords(base, weights)}
      </p>
      {prepared && <Prepared prepared={prepared} />}
    </section>
  );
}

const isOnnx = ({ name }: File): boolean => name.toLowerCase().endsWith(".onnx");

function Prepared({ prepared }: { readonly prepared: NonNullable<AppState["prepared"]> }) {
  if ("problem" in prepared) return <p className="field-problem">{prepared.problem}</p>;
  const { done, total } = prepared;
  return (
    <p className="muted">
      {done < total
        ? `${done} of ${total} pictures have gone through the base. `
        : `All ${total} pictures have gone through the base: its last layer takes seconds now. `}
      {done < total && <progress value={done} max={total} aria-label="Pictures through the base" />}
    </p>
  );
}

function weightsInWords(base: BaseChoice | undefined, file: File | undefined): string {
  if (file !== undefined) return `Weights: ${file.name}`;
  if (base === undefined) return "Loading the networks…";
  return base.weights === undefined
    ? "No weights of this network are known by name: choose a file."
    : `Weights: ${base.weights}`;
}
