import { formatCount, formatPercent } from "./format.js";
import { type Html, html, nameOf } from "./html.js";
import type { ReportData } from "./report-data.js";
import type { Slice } from "./slices.js";

/** A sentence with more is not read. */
const NAMED = 5;

/** Which images the model is worse on than on all; then all slices by property, and those classes. */
export function sliceTable({ slices, evaluation }: ReportData): Html | undefined {
  const worse = slices.filter(({ isWorse }) => isWorse).sort((a, b) => a.accuracy - b.accuracy);
  const rows = slices.filter(({ by, isWorse }) => by !== "Class" || isWorse);
  if (rows.length === 0) return undefined;
  return html`<p class="intro">${worseInWords(worse, evaluation.accuracy)} Properties are of the images as the model gets them; their slices have about as many images each. The interval has the true share in 95 of 100 cases.</p>
<div class="scroll" role="group" aria-label="Slices" tabindex="0"><table class="sortable">
<thead><tr><th scope="col">By</th><th scope="col">Slice</th><th scope="col">From, to</th><th scope="col" class="number">Images</th><th scope="col" class="number">Right</th><th scope="col" class="number">At least</th><th scope="col" class="number">At most</th></tr></thead>
<tbody>${rows.map(row)}</tbody></table></div>`;
}

function worseInWords(worse: readonly Slice[], accuracy: number): Html {
  if (worse.length === 0)
    return html`No slice is clearly worse than all images together, of which ${formatPercent(accuracy)} are named correctly.`;
  const named = worse.slice(0, NAMED).map((slice, i) => html`${i === 0 ? "" : ", "}${inWords(slice)}`);
  const more = worse.length - NAMED;
  return html`Clearly worse than all images together (${formatPercent(accuracy)}): ${named}${more > 0 ? `, and ${more} more` : ""}.`;
}

const inWords = ({ by, name, images, accuracy }: Slice): Html =>
  html`${by === "Class" ? nameOf(name) : html`<b>${`${name} by ${by.toLowerCase()}`}</b>`} (${formatPercent(accuracy)} of ${formatCount(images)})`;

const row = ({ by, name, range, images, accuracy, interval: [low, high], isWorse }: Slice): Html =>
  html`<tr${isWorse ? html` class="worse"` : undefined}><td>${by}</td><th scope="row">${by === "Class" ? nameOf(name) : name}</th><td>${
    range === undefined ? undefined : range.map((value) => Number(value.toPrecision(3))).join(" to ")
  }</td><td class="number">${formatCount(images)}</td><td class="number">${formatPercent(accuracy)}</td><td class="number">${formatPercent(low)}</td><td class="number">${formatPercent(high)}</td></tr>
`;
