import { type Html, html } from "./html.js";

/** What a person can mark, and what the file says that they save. */
export interface Marking {
  /** The form of the file that a training takes. */
  readonly schemaVersion: number;
  readonly dataset: string;
  /** Of what the names of images stand for, so that marks are not taken for those of other images. */
  readonly fingerprint: string;
  readonly classNames: readonly string[];
  /** What to do with the file, in a sentence. */
  readonly about: string;
}

export interface MarkableImage {
  /** What a training calls it. */
  readonly image: string;
  /** Class indices. */
  readonly label: number;
  readonly suggested?: number;
}

/** The bar that says what is marked and saves it; a script shows it. */
export const markingBar = (
  { about, ...facts }: Marking,
  images: readonly MarkableImage[],
): Html => html`<form id="marking" class="marking" aria-label="Marks" data-about="${asciiJson({ ...facts, images })}" hidden>
<p role="status"></p>
<button type="button" class="button">Save relabel.json</button>
<p class="intro">${about}</p>
</form>`;

/** Characters that pages replace are escaped, too: names must come back as they are. */
const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

export const MARKING_STYLE = `
.marking { position: sticky; bottom: 0; display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center; margin-top: 2rem; padding: 0.75rem 0; border-top: 1px solid var(--strong-line); background: var(--paper); }
.marking[hidden] { display: none; }
.marking .intro { flex: 1 1 20rem; margin: 0; font-size: 0.9rem; }
.marking .button:disabled { color: var(--muted); cursor: default; }
.pictures select { width: 100%; margin-top: 0.4rem; padding: 0.2rem; border: 1px solid var(--strong-line); border-radius: 4px; background: var(--card); color: var(--ink); font: inherit; font-size: 0.85rem; }
@media print { .marking, .pictures select { display: none; } }
`;
