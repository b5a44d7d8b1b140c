import { memo } from "react";
import { Notice } from "../components/notice.js";
import { Stage } from "../components/stage.js";
import type { ModelChoice } from "../protocol.js";
import type { AppState, Loadable } from "../state/app-state.js";
import { useStore } from "../state/use-store.js";
import { breakable, formatCount, formatShape } from "../text/format.js";
import { BaseForm } from "./base-form.js";

interface ModelStageProps {
  readonly models: Loadable<readonly ModelChoice[]>;
  readonly preset: string | undefined;
  readonly base: AppState["base"];
  readonly prepared: AppState["prepared"];
  readonly locked: boolean;
}

export const ModelStage = memo(function ModelStage({
  models,
  preset,
  base,
  prepared,
  locked,
}: ModelStageProps) {
  const { loadModels } = useStore();
  const chosen = models.status === "ready" ? models.value.find(({ name }) => name === preset) : undefined;
  return (
    <Stage
      id="model"
      number={2}
      title="Model"
      intro={<p>Networks that fit these images. Each comes with the settings it was published with.</p>}
    >
      {models.status === "failed" && (
        <Notice kind="problem">
          <p>{models.problem}</p>
          <button type="button" className="button" onClick={loadModels}>
            Load the networks again
          </button>
        </Notice>
      )}
      {models.status === "ready" && models.value.length === 0 && (
        <Notice kind="hint">
          <p>No network fits images of this size. Choose other data.</p>
        </Notice>
      )}
      {models.status === "ready" && chosen && (
        <>
          <div className="model-view">
            <PresetList models={models.value} chosen={chosen.name} locked={locked} />
            <LayerTable model={chosen} />
          </div>
          <BaseForm chosen={base} prepared={prepared} locked={locked} />
        </>
      )}
      {(models.status === "waiting" || models.status === "loading") && (
        <div className="model-view" role="status" aria-label="Loading networks">
          <div className="skeleton-block skeleton" />
          <div className="skeleton-block skeleton" />
        </div>
      )}
    </Stage>
  );
});

interface PresetListProps {
  readonly models: readonly ModelChoice[];
  readonly chosen: string;
  readonly locked: boolean;
}

function PresetList({ models, chosen, locked }: PresetListProps) {
  const { choosePreset } = useStore();
  return (
    <fieldset className="choices" disabled={locked}>
      <legend className="visually-hidden">Network</legend>
      {models.map(({ name, title, parameters }) => (
        <label className="choice" key={name}>
          <input
            type="radio"
            name="preset"
            value={name}
            checked={name === chosen}
            onChange={() => choosePreset(name)}
          />
          <span>
            <strong>{name}</strong>
            <span className="choice-title">{title}</span>
          </span>
          <span className="number choice-count">{formatCount(parameters)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function LayerTable({ model }: { readonly model: ModelChoice }) {
  return (
    <div className="table-frame">
      <table className="layers">
        <caption>
          {model.name}: {formatCount(model.parameters)} parameters
        </caption>
        <thead>
          <tr>
            <th scope="col">Layer</th>
            <th scope="col">Output</th>
            <th scope="col" className="number">
              Parameters
            </th>
          </tr>
        </thead>
        <tbody>
          {model.layers.map(({ name, type, outputShape, parameters }) => (
            <tr key={name}>
              <th scope="row">{breakable(type)}</th>
              <td>{formatShape(outputShape)}</td>
              <td className="number">{parameters === 0 ? "–" : formatCount(parameters)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
