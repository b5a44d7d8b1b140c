import { useId } from "react";
import type { Invert } from "../protocol.js";

interface PaperSwitchProps {
  readonly invert: Invert;
  /** What became of the picture. */
  readonly inverted: boolean;
  readonly disabled: boolean;
  readonly onChange: (invert: Invert) => void;
}

const CHOICES: Readonly<Record<Invert, string>> = {
  auto: "Found out",
  always: "Dark ink on light paper",
  never: "Light ink on dark paper",
};

/** Says how a picture of a digit was made like those that the network knows, and lets the visitor correct it. */
export function PaperSwitch({ invert, inverted, disabled, onChange }: PaperSwitchProps) {
  const id = useId();
  return (
    <div className="field">
      <p className="muted" role="status">
        {inverted ? "Light and dark were swapped; the" : "The"} digit was cut out, scaled and centred.
      </p>
      <label htmlFor={id}>The picture has</label>
      <select
        id={id}
        value={invert}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value as Invert)}
      >
        {Object.entries(CHOICES).map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
