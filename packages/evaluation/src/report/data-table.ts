import type { DataCard } from "./data-card.js";
import { formatCount } from "./format.js";
import { type Html, html, nameOf } from "./html.js";
import type { ReportData } from "./report-data.js";
import { WHOLE_CLASSES } from "./score-table.js";

const COLOURS: Readonly<Record<number, string>> = { 1: "grey", 2: "grey with alpha", 4: "with alpha" };

/** How many images of each class each part has, and whether parts have images in common. */
export function dataTable({ data, evaluation }: ReportData): Html | undefined {
  if (data === undefined) return undefined;
  const { parts } = data;
  const cells = (counts: readonly number[]) =>
    counts.map((count) => html`<td class="number">${formatCount(count)}</td>`);
  const row = (scores: { readonly class: string }, label: number) =>
    html`<tr><th scope="row">${nameOf(scores.class)}</th>${cells(parts.map(({ counts }) => counts[label]!))}</tr>
`;
  return html`<p class="intro">${dataInWords(data)}</p>
<div class="scroll${evaluation.perClass.length > WHOLE_CLASSES ? " tall" : ""}" role="group" aria-label="Images of each class" tabindex="0"><table class="sortable narrow">
<thead><tr><th scope="col">Class</th>${parts.map(({ name }) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
<tbody>${evaluation.perClass.map(row)}</tbody>
<tfoot><tr><th scope="row">All</th>${cells(parts.map(({ counts }) => sum(counts)))}</tr></tfoot></table></div>`;
}

/** In two or three sentences. */
export function dataInWords({ parts, shape: [height, width, channels], copiedTestImages }: DataCard): string {
  const colour = COLOURS[channels];
  const sizes = parts.map(({ name, counts }) => `${formatCount(sum(counts))} ${name}`).join(", ");
  const copies =
    copiedTestImages === undefined
      ? ""
      : copiedTestImages === 0
        ? " No test image is among the others, pixel for pixel."
        : ` ${formatCount(copiedTestImages)} of the test images ${copiedTestImages === 1 ? "is" : "are"} among the others, pixel for pixel: on them the model seems better than it is.`;
  return `Images of ${height}×${width} pixels${colour === undefined ? "" : `, ${colour}`}: ${sizes}.${copies}`;
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
