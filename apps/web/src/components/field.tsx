import { useId } from "react";
import type { FormField } from "../protocol.js";

interface FieldProps extends Omit<FormField, "path" | "about"> {
  /** Its texts are long. */
  readonly isWide: boolean;
  /** What it is, in one line. */
  readonly hint: string | undefined;
  readonly disabled: boolean;
  readonly onChange: (value: string) => void;
}

/** A value that is typed or chosen, with what is wrong with it. */
export function Field({
  label,
  value,
  choices,
  suggestions,
  isWide,
  hint,
  problem,
  disabled,
  onChange,
}: FieldProps) {
  const id = useId();
  const notes = [...(problem === undefined ? [] : [`${id}-problem`]), ...(hint ? [`${id}-hint`] : [])];
  const common = {
    id,
    value,
    disabled,
    "aria-invalid": problem !== undefined,
    "aria-describedby": notes.length === 0 ? undefined : notes.join(" "),
    onChange: (event: { readonly target: { readonly value: string } }) => onChange(event.target.value),
  };
  return (
    <div className="field" data-wide={isWide || undefined}>
      <label htmlFor={id}>{label}</label>
      {choices === undefined ? (
        <input {...common} list={`${id}-list`} autoComplete="off" spellCheck={false} />
      ) : (
        <select {...common}>
          {!choices.includes(value) && <option value={value}>{value}</option>}
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {FLAGS[choice] ?? choice}
            </option>
          ))}
        </select>
      )}
      {choices === undefined && (
        <datalist id={`${id}-list`}>
          {suggestions.map((text) => (
            <option key={text} value={text} />
          ))}
        </datalist>
      )}
      {problem !== undefined && (
        <p className="field-problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
      {hint && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

const FLAGS: Readonly<Record<string, string>> = { true: "Yes", false: "No" };

interface ChoiceProps<Name extends string> {
  readonly label: string;
  readonly value: Name;
  readonly options: Readonly<Record<Name, string>>;
  readonly onChange: (value: Name) => void;
}

/** One of a few names, with the words for them. */
export function Choice<Name extends string>({ label, value, options, onChange }: ChoiceProps<Name>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value as Name)}>
        {Object.entries<string>(options).map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
