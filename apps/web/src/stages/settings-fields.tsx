import { memo } from "react";
import { Choice, Field } from "../components/field.js";
import type { EngineChoice, FormField, TrainingForm, Typed } from "../protocol.js";
import { BASIC_PATHS } from "../state/settings.js";
import { useStore } from "../state/use-store.js";
import { groupOf, labelOf } from "../text/labels.js";

interface SettingsFieldsProps {
  /** Undefined until a model is chosen whose settings these are. */
  readonly form: TrainingForm | undefined;
  readonly typed: Typed;
  readonly engine: EngineChoice;
  readonly locked: boolean;
}

const ENGINES: Readonly<Record<EngineChoice, string>> = {
  auto: "Fastest",
  onnx: "ONNX Runtime, WebAssembly",
  "tfjs-webgl": "TensorFlow.js, WebGL",
  "tfjs-cpu": "TensorFlow.js, JavaScript (slow)",
};

export const SettingsFields = memo(function SettingsFields({
  form,
  typed,
  engine,
  locked,
}: SettingsFieldsProps) {
  const store = useStore();
  const fields = form?.fields ?? BASIC_PATHS.map(unknown);
  const shown = (field: FormField, hint?: string) => (
    <Field
      key={field.path}
      {...field}
      // The worker's answer to what is typed comes a moment later.
      value={typed[field.path] ?? field.value}
      isWide={field.suggestions.length > 0 || field.path === "data.augment"}
      hint={hint}
      disabled={form === undefined}
      onChange={(text) => store.setField(field.path, text)}
    />
  );
  const advanced = fields.filter(({ path }) => !BASIC_PATHS.includes(path));
  const groups = [...new Set(advanced.map(({ path }) => groupOf(path)))];
  return (
    <>
      <fieldset className="settings" disabled={locked}>
        <legend className="visually-hidden">Settings of the training</legend>
        {BASIC_PATHS.map((path) => shown(fields.find((field) => field.path === path)!))}
        <Choice label="Engine" value={engine} options={ENGINES} onChange={store.setEngine} />
      </fieldset>
      <details className="advanced">
        <summary>Advanced</summary>
        {groups.map((group) => (
          <fieldset className="settings" key={group} disabled={locked}>
            <legend>{group}</legend>
            {advanced.filter(({ path }) => groupOf(path) === group).map((field) => shown(field, field.about))}
          </fieldset>
        ))}
      </details>
    </>
  );
});

const unknown = (path: string): FormField => ({
  path,
  label: labelOf(path),
  about: "",
  choices: undefined,
  suggestions: [],
  value: "",
  problem: undefined,
});
