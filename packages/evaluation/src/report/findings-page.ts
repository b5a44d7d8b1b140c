import { array, type Checks, object, text } from "@imgcls/checks";
import { inputProblems, requireNone } from "../option-checks.js";
import { plural } from "./format.js";
import { type Html, html, nameOf } from "./html.js";
import { MARKING_STYLE, type MarkableImage, type Marking, markingBar } from "./marking.js";
import { page } from "./page.js";
import { pictureOf } from "./picture.js";
import type { Fact } from "./report-input.js";
import { MARKING } from "./scripts/marking.js";
import type { ImageShape } from "./thumbnail.js";

/** An image that something is the matter with. */
export interface ShownImage {
  /** `[height, width, channels]`, 0..255. */
  readonly pixels: Uint8Array;
  readonly shape: ImageShape;
  /** Its file, or its position. */
  readonly name: string;
  readonly class: string;
  /** The class that it is probably of, where that is another. */
  readonly suggestedClass?: string;
  /** What a training calls it, where a person may mark it. Default: it cannot be marked. */
  readonly reference?: string;
}

/** What is the matter with one image, or with several together. */
export interface ShownFinding {
  readonly images: readonly ShownImage[];
  /** The number that says why, in a few words. */
  readonly why: string;
}

/** All that is the matter in one way. */
export interface FindingsSection {
  readonly id: string;
  readonly title: string;
  /** What it means for a training, and what is proposed. */
  readonly about: string;
  readonly findings: readonly ShownFinding[];
  /** Findings of this kind that are not shown. Default 0. */
  readonly more?: number;
}

export interface FindingsInput {
  readonly title: string;
  readonly subtitle?: string;
  /** What was found, in a sentence or two. */
  readonly lead: string;
  readonly facts: readonly Fact[];
  readonly sections: readonly FindingsSection[];
  /** Lets a person mark images and save a file of it. Default: nobody can. */
  readonly marking?: Marking;
  readonly generatedAt?: string;
}

const CHECKS: Checks<FindingsInput> = {
  title: text,
  subtitle: text,
  lead: text,
  facts: array,
  sections: array,
  marking: object,
  generatedAt: text,
};

/**
 * A page with pictures of what is the matter with a data set. It needs nothing but itself: no request, and a script only where
 * images can be marked. Text from users (names of files and classes) is escaped.
 *
 * @returns HTML document, the same for the same input
 * @throws EvaluationInputError with everything that is wrong with the input
 */
export function renderFindings(input: FindingsInput): string {
  requireNone(
    "Cannot render the findings",
    inputProblems("renderFindings", input, CHECKS, ["title", "lead", "facts", "sections"], () => []),
  );
  const { title, sections, marking, generatedAt } = input;
  const markable = marking && new Markable(marking.classNames);
  const shown = sections.map((section) => ({ ...section, content: contentOf(section, markable) }));
  const canMark = markable !== undefined && markable.images.length > 0;
  return page({
    title,
    header: header(input),
    sections: shown,
    generatedAt,
    ...(canMark && { after: markingBar(marking!, markable.images), scripts: [MARKING] }),
    style: STYLE + MARKING_STYLE,
  });
}

/** The images that can be marked, each once, however often it is shown. */
class Markable {
  private readonly places = new Map<string, number>();
  readonly images: MarkableImage[] = [];

  constructor(private readonly classNames: readonly string[]) {}

  /** Its place among them; undefined where it cannot be marked. */
  placeOf({ reference, class: name, suggestedClass }: ShownImage): number | undefined {
    if (reference === undefined) return undefined;
    const known = this.places.get(reference);
    if (known !== undefined) return known;
    const suggested =
      suggestedClass === undefined ? {} : { suggested: this.classNames.indexOf(suggestedClass) };
    this.images.push({ image: reference, label: this.classNames.indexOf(name), ...suggested });
    this.places.set(reference, this.images.length - 1);
    return this.images.length - 1;
  }
}

const header = ({ title, subtitle, lead, facts }: FindingsInput): Html => html`<header>
<p class="kind">Data doctor</p>
<h1>${title}</h1>
${subtitle === undefined ? undefined : html`<p class="subtitle">${subtitle}</p>`}
<p class="lead">${lead}</p>
<dl class="key-numbers">${facts.map(
  ({ label, value }) =>
    html`<div><dt>${label}</dt><dd>${typeof value === "number" ? value.toLocaleString("en-US") : value}</dd></div>`,
)}</dl>
</header>`;

const contentOf = (
  { about, findings, more = 0 }: FindingsSection,
  markable: Markable | undefined,
): Html => html`<p class="intro">${about}</p>
<ul class="findings">${findings.map(
  ({
    images,
    why,
  }) => html`<li class="finding"><div class="pictures">${images.map((image) => picture(image, markable?.placeOf(image)))}</div>
<p class="why">${why}</p></li>
`,
)}</ul>${
  more > 0
    ? html`
<p class="intro more">And ${plural(more, "more finding")} of this kind, in doctor.json.</p>`
    : undefined
}`;

/** @param place among those that can be marked */
function picture(
  { pixels, shape, name, class: className, suggestedClass }: ShownImage,
  place: number | undefined,
): Html {
  return html`<figure${place === undefined ? undefined : html` data-image="${place}"`}>
${pictureOf({ pixels, shape }, className)}
<figcaption>${nameOf(className)}${
    suggestedClass === undefined
      ? undefined
      : html` <span class="rather">rather ${nameOf(suggestedClass)}</span>`
  }<span class="file">${name}</span></figcaption>
</figure>`;
}

const STYLE = `
.findings { display: flex; flex-wrap: wrap; gap: 0.9rem; margin: 0; padding: 0; list-style: none; }
.finding { min-width: 0; max-width: 100%; padding: 0.6rem; background: var(--card); border: 1px solid var(--line); border-radius: 6px; font-size: 0.9rem; break-inside: avoid; }
.pictures { display: flex; flex-wrap: wrap; gap: 0.6rem; }
.pictures figure { width: 8rem; }
.pictures img { display: block; width: 8rem; height: 8rem; object-fit: contain; border-radius: 3px; background: var(--paper); }
.pictures img.pixels { image-rendering: pixelated; }
.pictures figcaption { margin-top: 0.4rem; color: var(--ink); line-height: 1.35; }
.rather { color: var(--wrong); }
.file { display: block; color: var(--muted); font-size: 0.8rem; overflow-wrap: anywhere; }
.why { margin-top: 0.4rem; color: var(--muted); }
.more { margin-top: 1rem; }
`;
