import type { Evaluation } from "../evaluate.js";
import type { Scores } from "../metrics/class-scores.js";
import { formatCount, formatScore } from "./format.js";
import { barWidth } from "./gallery.js";
import { type Html, html, nameOf } from "./html.js";

/** Longer tables scroll inside the page. */
export const WHOLE_CLASSES = 25;

/** Precision, recall and F1 of every class, with averages. */
export const scoreTable = ({ perClass, macro, weighted }: Evaluation): Html => html`<div class="scroll${
  perClass.length > WHOLE_CLASSES ? " tall" : ""
}" role="group" aria-label="Scores by class" tabindex="0">
<table class="sortable">
<caption><b>Precision</b>: of the images given this class, the share that belong to it. <b>Recall</b>: of the images
that belong to it, the share that were given it. <b>F1</b>: the harmonic mean of both. The weighted mean counts each class by its images.</caption>
<thead><tr><th scope="col">Class</th><th scope="col" class="number">Precision</th><th scope="col" class="number">Recall</th><th scope="col" class="number">F1</th><th class="graph" aria-hidden="true"></th><th scope="col" class="number">Images</th></tr></thead>
<tbody>${perClass.map((scores) => row(nameOf(scores.class), scores))}</tbody>
<tfoot>${row(html`Mean`, macro)}${row(html`Weighted mean`, weighted)}</tfoot>
</table>
</div>`;

const row = (heading: Html, { precision, recall, f1, support }: Scores): Html =>
  html`<tr><th scope="row">${heading}</th>${[precision, recall, f1].map(
    (score) => html`<td class="number">${formatScore(score)}</td>`,
  )}<td class="graph" aria-hidden="true"><span class="bar" style="--value:${barWidth(f1)}"></span></td><td class="number">${formatCount(support)}</td></tr>
`;
