import type { Comparison } from "./comparison.js";
import { formatCount, formatPercent } from "./format.js";
import { gallery, type ImageStack } from "./gallery.js";
import { type Html, html, nameOf } from "./html.js";
import type { ReportData } from "./report-data.js";

/** Below it, a difference is not called chance. */
const SIGNIFICANT = 0.05;

/** Whether the model is better than the baseline, and what it has lost. */
export function comparisonTable({ comparison, evaluation }: ReportData, stack: ImageStack): Html | undefined {
  if (comparison === undefined) return undefined;
  const { baseline, bothRight, onlyModelRight, onlyBaselineRight, bothWrong, lost } = comparison;
  return html`<p class="intro">${verdict(comparison, evaluation.accuracy)}</p>
<div class="scroll" role="group" aria-label="Comparison" tabindex="0"><table>
<caption>How many test images each has right.</caption>
<thead><tr><td></td><th scope="col" class="number">${nameOf(baseline)} right</th><th scope="col" class="number">${nameOf(baseline)} wrong</th></tr></thead>
<tbody><tr><th scope="row">This model right</th><td class="number">${formatCount(bothRight)}</td><td class="number">${formatCount(onlyModelRight)}</td></tr>
<tr><th scope="row">This model wrong</th><td class="number">${formatCount(onlyBaselineRight)}</td><td class="number">${formatCount(bothWrong)}</td></tr></tbody></table></div>
${
  lost.length === 0
    ? undefined
    : html`<h3>Right before, wrong now</h3>
<p class="intro">${lost.length === onlyBaselineRight ? "All images" : `${lost.length} of the ${formatCount(onlyBaselineRight)} images`} that ${nameOf(baseline)} has right and this model has not, those that it is surest of first.</p>
${gallery(lost, stack)}`
}`;
}

function verdict({ baseline, accuracy, difference, interval, pValue }: Comparison, own: number): Html {
  const [low, high] = interval.map(inPoints);
  const means = html`${nameOf(baseline)} has ${formatPercent(accuracy, 2)} of the same images right, this model ${formatPercent(own, 2)}: a difference of ${inPoints(difference)} points, ${low} to ${high} in 95 of 100 cases.`;
  const chance = html`McNemar’s test: between equals, as large a difference comes about with a likelihood of ${formatProbability(pValue)}.`;
  const conclusion =
    pValue < SIGNIFICANT
      ? `This model is ${difference > 0 ? "better" : "worse"}, and not by chance.`
      : "They cannot be told apart by these images.";
  return html`<b>${conclusion}</b> ${means} ${chance}`;
}

/** "+1.25", "−0.30" */
export const inPoints = (share: number): string =>
  `${share < 0 ? "−" : "+"}${Math.abs(100 * share).toFixed(2)}`;

export const formatProbability = (p: number): string => (p < 0.0001 ? "less than 0.0001" : p.toFixed(4));
