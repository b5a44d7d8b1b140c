import { confusionMatrixChart, NUMBERED_CLASSES } from "../charts/confusion-matrix-chart.js";
import { formatCount, formatPercent, plural } from "./format.js";
import { gallery, type ImageStack } from "./gallery.js";
import { Html, html, nameOf } from "./html.js";
import type { ReportData, ShownConfusion } from "./report-data.js";

/** Above this many classes, what fits the page is too small to read: a switch shows it at full size. */
const LARGE_CLASSES = 40;

export const WORST_CLASSES = 20;

/** A narrower page scrolls the matrix sideways. */
const leastWidth = (classes: number): string => (classes <= 12 ? "20rem" : classes <= 20 ? "34rem" : "48rem");

/** The matrix and, beside it where there is room, the pairs that are mixed up most; below, their images. */
export const confusions = (
  { evaluation, mostConfused }: ReportData,
  stack: ImageStack,
): Html => html`<div class="matrix-and-pairs">
<figure>
${evaluation.perClass.length > LARGE_CLASSES ? html`<label class="switch"><input type="checkbox"> Full size</label>` : undefined}
<div class="scroll matrix" style="--least:${leastWidth(evaluation.perClass.length)}" role="group" aria-label="Confusion matrix" tabindex="0">${new Html(confusionMatrixChart(evaluation))}</div>
<figcaption>How many images of each class (rows) were given which class (columns).${evaluation.perClass.length > NUMBERED_CLASSES ? " Classes that are mixed up are neighbours." : undefined}
<span class="legend"><span class="key right-key"></span> Right answers, stronger the larger their share of the row.</span>
<span class="legend"><span class="key wrong-key"></span> Mistakes, stronger the more there are.</span></figcaption>
</figure>
${mostConfused.length === 0 ? undefined : pairTable(mostConfused)}
</div>
${evaluation.perClass.length > NUMBERED_CLASSES ? worstPart(evaluation) : undefined}
${mostConfused.map((pair, i) => pairImages(pair, i, stack))}`;

/** Of so many classes that the matrix has no numbers, those between which most mistakes are. */
const worstPart = (evaluation: ReportData["evaluation"]): Html => html`<figure>
<div class="scroll matrix" style="--least:${leastWidth(WORST_CLASSES)}" role="group" aria-label="Part of the confusion matrix" tabindex="0">${new Html(confusionMatrixChart(evaluation, { worst: WORST_CLASSES }))}</div>
<figcaption>The ${WORST_CLASSES} neighbours in the matrix above between which most mistakes are.</figcaption>
</figure>`;

/** A browser opens it when a link leads to what is inside. */
const pairImages = (
  { trueClass, predictedClass, count, examples }: ShownConfusion,
  i: number,
  stack: ImageStack,
): Html =>
  html`<details class="pair"><summary>${nameOf(trueClass)} taken for ${nameOf(predictedClass)}: ${
    examples.length === count ? plural(count, "image") : `${examples.length} of ${formatCount(count)} images`
  }</summary>
<div id="pair-${i + 1}">${gallery(examples, stack)}</div></details>
`;

const pairTable = (
  pairs: readonly ShownConfusion[],
): Html => html`<div class="scroll pairs" role="group" aria-label="Most confused pairs" tabindex="0">
<table>
<caption><b>Most confused pairs.</b> The share is of all images of the true class.</caption>
<thead><tr><th scope="col">Is</th><th scope="col">Taken for</th><th scope="col" class="number">Images</th><th scope="col" class="number">Share</th></tr></thead>
<tbody>${pairs.map(
  ({ trueClass, predictedClass, count, share }, i) =>
    html`<tr><td>${nameOf(trueClass)}</td><td>${nameOf(predictedClass)}</td><td class="number"><a href="#pair-${i + 1}">${formatCount(count)}</a></td><td class="number">${formatPercent(share)}</td></tr>
`,
)}</tbody>
</table>
</div>`;
