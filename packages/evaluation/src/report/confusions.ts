import { confusionMatrixChart, matrixLayout, NUMBERED_CLASSES } from "../charts/confusion-matrix-chart.js";
import type { Evaluation } from "../evaluate.js";
import { CELL_SIDE, type ShownConfusion } from "./confusion-cells.js";
import { formatCount, formatPercent, plural } from "./format.js";
import { gallery, type ImageStack } from "./gallery.js";
import { Html, html, nameOf } from "./html.js";
import type { ReportData } from "./report-data.js";

/** Above this many classes, what fits the page is too small to read: a switch shows it at full size. */
const LARGE_CLASSES = 40;

export const WORST_CLASSES = 20;

/** A narrower page scrolls the matrix sideways. */
const leastWidth = (classes: number): string => (classes <= 12 ? "20rem" : classes <= 20 ? "34rem" : "48rem");

/**
 * The matrix and, beside it where there is room, the pairs that are mixed up most. Cells open their images: a button over each, and
 * a popover, which browsers show and hide without a script.
 */
export const confusions = (
  { evaluation, mostConfused, confusionCells }: ReportData,
  stack: ImageStack,
): Html => html`<div class="matrix-and-pairs">
<figure>
${evaluation.perClass.length > LARGE_CLASSES ? html`<label class="switch"><input type="checkbox"> Full size</label>` : undefined}
<div class="scroll matrix" style="--least:${leastWidth(evaluation.perClass.length)}" role="group" aria-label="Confusion matrix" tabindex="0">
${matrix(evaluation, confusionCells)}
</div>
<figcaption>How many images of each class (rows) were given which class (columns).${evaluation.perClass.length > NUMBERED_CLASSES ? " Classes that are mixed up are neighbours." : undefined}${
  confusionCells.length === 0 ? undefined : " Cells open their images."
}
<span class="legend"><span class="key right-key"></span> Right answers, stronger the larger their share of the row.</span>
<span class="legend"><span class="key wrong-key"></span> Mistakes, stronger the more there are.</span></figcaption>
</figure>
${mostConfused.length === 0 ? undefined : pairTable(mostConfused)}
</div>
${evaluation.perClass.length > NUMBERED_CLASSES ? worstPart(evaluation) : undefined}
${confusionCells.map((cell, i) => images(cell, i, i < mostConfused.length, stack))}`;

/** Of so many classes that the matrix has no numbers, those between which most mistakes are. */
const worstPart = (evaluation: Evaluation): Html => html`<figure>
<div class="scroll matrix" style="--least:${leastWidth(WORST_CLASSES)}" role="group" aria-label="Part of the confusion matrix" tabindex="0">${new Html(confusionMatrixChart(evaluation, { worst: WORST_CLASSES }))}</div>
<figcaption>The ${WORST_CLASSES} neighbours in the matrix above between which most mistakes are.</figcaption>
</figure>`;

/** The drawing, and buttons in its places, which are shares of its size. */
function matrix(evaluation: Evaluation, cells: readonly ShownConfusion[]): Html {
  const { width, height, left, top, cell, shown } = matrixLayout(evaluation);
  const columns = new Map(shown.map((label, i) => [evaluation.perClass[label]!.class, i]));
  const share = (pixels: number, of: number) => `${Number(((100 * pixels) / of).toFixed(3))}%`;
  const placeOf = ({ trueClass, predictedClass }: ShownConfusion) =>
    `left:${share(left + cell * columns.get(predictedClass)!, width)};top:${share(top + cell * columns.get(trueClass)!, height)}`;
  return html`<div class="drawing" style="--width:${width}px;--cell-width:${share(cell, width)};--cell-height:${share(cell, height)}">${new Html(confusionMatrixChart(evaluation))}${cells.map(
    (pair, i) =>
      html`<button type="button" class="cell" popovertarget="cell-${i + 1}" style="${placeOf(pair)}" aria-label="${textOf(pair)}: ${plural(pair.count, "image")}"></button>
`,
  )}</div>`;
}

const textOf = ({ trueClass, predictedClass }: ShownConfusion): string =>
  trueClass === predictedClass ? `${trueClass}, named correctly` : `${trueClass} taken for ${predictedClass}`;

/** @param isFrequent whether paper shows it, too */
function images(cell: ShownConfusion, i: number, isFrequent: boolean, stack: ImageStack): Html {
  const { trueClass, predictedClass, count, examples } = cell;
  const id = `cell-${i + 1}`;
  const title =
    trueClass === predictedClass
      ? html`${nameOf(trueClass)}, named correctly`
      : html`${nameOf(trueClass)} taken for ${nameOf(predictedClass)}`;
  return html`<div popover id="${id}" class="images${isFrequent ? " frequent" : ""}" role="dialog" aria-labelledby="${id}-title">
<button type="button" class="close" popovertarget="${id}" popovertargetaction="hide" autofocus>Close</button>
<h3 id="${id}-title">${title}</h3>
<p class="intro">${
    examples.length === count ? plural(count, "image") : `${examples.length} of ${formatCount(count)} images`
  }</p>
${gallery(examples, stack, CELL_SIDE)}
</div>
`;
}

/** The pairs are the first of the cells. */
const pairTable = (
  pairs: ReportData["mostConfused"],
): Html => html`<div class="scroll pairs" role="group" aria-label="Most confused pairs" tabindex="0">
<table>
<caption><b>Most confused pairs.</b> The share is of all images of the true class.</caption>
<thead><tr><th scope="col">Is</th><th scope="col">Taken for</th><th scope="col" class="number">Images</th><th scope="col" class="number">Share</th></tr></thead>
<tbody>${pairs.map(
  ({ trueClass, predictedClass, count, share }, i) =>
    html`<tr><td>${nameOf(trueClass)}</td><td>${nameOf(predictedClass)}</td><td class="number"><button type="button" class="link" popovertarget="cell-${i + 1}" aria-label="Images of ${trueClass} taken for ${predictedClass}: ${formatCount(count)}">${formatCount(count)}</button></td><td class="number">${formatPercent(share)}</td></tr>
`,
)}</tbody>
</table>
</div>`;
