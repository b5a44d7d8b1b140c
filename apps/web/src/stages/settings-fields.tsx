import { memo, useId } from "react";
import type { EngineChoice, OptimizerName } from "../protocol.js";
import { formProblems, type NumberField, type SettingsForm } from "../state/settings.js";
import { useStore } from "../state/use-store.js";

interface SettingsFieldsProps {
  readonly form: SettingsForm;
  readonly locked: boolean;
  /** Whether a model is chosen whose settings these are. */
  readonly ready: boolean;
  /** What the model's recipe changes images by at random; "": nothing. */
  readonly augment: string;
}

const LABELS: Readonly<Record<NumberField, string>> = {
  epochs: "Epochs",
  batchSize: "Batch size",
  learningRate: "Learning rate",
  seed: "Seed",
};

const OPTIMIZERS: Readonly<Record<OptimizerName, string>> = { sgd: "SGD", adam: "Adam" };

const ENGINES: Readonly<Record<EngineChoice, string>> = {
  auto: "Fastest",
  onnx: "ONNX Runtime, WebAssembly",
  "tfjs-webgl": "TensorFlow.js, WebGL",
  "tfjs-cpu": "TensorFlow.js, JavaScript (slow)",
};

export const SettingsFields = memo(function SettingsFields({
  form,
  locked,
  ready,
  augment,
}: SettingsFieldsProps) {
  const store = useStore();
  const problems = formProblems(form);
  const numberField = (name: NumberField) => (
    <NumberInput
      label={LABELS[name]}
      value={form[name]}
      problem={problems[name]}
      onChange={(value) => store.setForm({ [name]: value })}
    />
  );
  return (
    <fieldset className="settings" disabled={locked}>
      <legend className="visually-hidden">Settings of the training</legend>
      {numberField("epochs")}
      {numberField("batchSize")}
      <Choice
        label="Optimizer"
        value={form.optimizer}
        options={OPTIMIZERS}
        disabled={!ready}
        onChange={store.chooseOptimizer}
      />
      {numberField("learningRate")}
      {numberField("seed")}
      <Choice
        label="Engine"
        value={form.engine}
        options={ENGINES}
        disabled={false}
        onChange={(engine) => store.setForm({ engine })}
      />
      {augment !== "" && (
        <Choice
          label="Augmentation"
          value={form.augment ? "on" : "off"}
          options={{ on: augment, off: "None" }}
          disabled={false}
          onChange={(value) => store.setForm({ augment: value === "on" })}
        />
      )}
    </fieldset>
  );
});

interface NumberInputProps {
  readonly label: string;
  readonly value: string;
  readonly problem: string | undefined;
  readonly onChange: (value: string) => void;
}

function NumberInput({ label, value, problem, onChange }: NumberInputProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        inputMode="decimal"
        autoComplete="off"
        value={value}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        onChange={(event) => onChange(event.target.value)}
      />
      {problem !== undefined && (
        <p className="field-problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}

interface ChoiceProps<Name extends string> {
  readonly label: string;
  readonly value: Name;
  readonly options: Readonly<Record<Name, string>>;
  readonly disabled: boolean;
  readonly onChange: (value: Name) => void;
}

function Choice<Name extends string>({ label, value, options, disabled, onChange }: ChoiceProps<Name>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value as Name)}
      >
        {Object.entries<string>(options).map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
