import { classRecallChart } from "../charts/class-recall-chart.js";
import { learningCurves } from "../charts/learning-curves.js";
import { likelihoodHistogram } from "../charts/likelihood-histogram.js";
import { rankingCurves } from "../charts/ranking-curves.js";
import { reliabilityDiagram } from "../charts/reliability-diagram.js";
import { classificationReport } from "../classification-report.js";
import { comparisonTable } from "./comparison-table.js";
import { confusions } from "./confusions.js";
import { dataTable } from "./data-table.js";
import { formatCount, formatPercent, formatScore, plural } from "./format.js";
import { gallery, type ImageStack } from "./gallery.js";
import { Html, html } from "./html.js";
import { type ReportData, rightAnswers } from "./report-data.js";
import { scoreTable } from "./score-table.js";
import { sliceTable } from "./slice-table.js";

export interface Section {
  readonly id: string;
  readonly title: string;
  /** Undefined where there is nothing to show. */
  content(data: ReportData, stack: ImageStack): Html | undefined;
}

const TESTED_ALL_ALONG =
  "The model was measured on the test images after each epoch, not on validation images. Whatever was chosen by these curves, such as the epoch to stop at, makes the test result look better than it is.";

function curves({ history, validatedOn }: ReportData): Html | undefined {
  if (history.length === 0) return undefined;
  const { loss, accuracy } = learningCurves(history, validatedOn);
  const validated = history.some(({ val_loss }) => val_loss !== undefined);
  const intro =
    validated && validatedOn === "test" ? html`<p class="intro">${TESTED_ALL_ALONG}</p>` : undefined;
  return html`${intro}<div class="curves">
<figure>${new Html(loss)}<figcaption>Loss: lower is better.</figcaption></figure>
<figure>${new Html(accuracy)}<figcaption>Accuracy: the share of images named correctly.</figcaption></figure>
</div>`;
}

const samples = (
  { samplePredictions, evaluation }: ReportData,
  stack: ImageStack,
): Html => html`<p class="intro">${
  samplePredictions.length === evaluation.samples
    ? "All test images"
    : `${samplePredictions.length} of the ${formatCount(evaluation.samples)} test images, spread over the whole set`
}, with the class the model chose and the likelihood it gave to it.</p>
${gallery(samplePredictions, stack)}`;

function mistakes({ worstMistakes, evaluation }: ReportData, stack: ImageStack): Html {
  if (worstMistakes.length === 0)
    return html`<p class="intro">There are none: every test image was named correctly.</p>`;
  const wrong = evaluation.samples - rightAnswers(evaluation);
  return html`<p class="intro">${
    worstMistakes.length === wrong
      ? plural(wrong, "wrong answer")
      : `The ${worstMistakes.length} of ${formatCount(wrong)} wrong answers`
  } that the model was most sure of. Some of them may be wrong labels, or images that people would not agree on either.</p>
${gallery(worstMistakes, stack)}`;
}

function uncertain({ leastCertain }: ReportData, stack: ImageStack): Html | undefined {
  if (leastCertain.length === 0) return undefined;
  return html`<p class="intro">The images whose two most likely classes are the closest: more training images like these teach the most.</p>
${gallery(leastCertain, stack)}`;
}

const scores = ({
  evaluation,
}: ReportData): Html => html`<figure class="bars">${new Html(classRecallChart(evaluation))}<figcaption>The share of each class’s images that were found, the lowest first; the thin lines are where it would be in 95 of 100 tests.</figcaption></figure>
${scoreTable(evaluation)}
<details><summary>The same as text, in scikit-learn’s layout</summary>
<pre tabindex="0">${classificationReport(evaluation, { digits: 4 })}</pre>
</details>`;

function calibration({ calibration }: ReportData): Html | undefined {
  if (calibration === undefined) return undefined;
  const { expectedError, bins } = calibration;
  const row = ({ from, to, weight, confidence, accuracy }: (typeof bins)[number]) =>
    html`<tr><td>${formatPercent(from)} to ${formatPercent(to)}</td><td class="number">${formatCount(weight)}</td><td class="number">${formatPercent(confidence)}</td><td class="number">${formatPercent(accuracy)}</td></tr>
`;
  return html`<p class="intro">How often the answers are right where the model is how sure of them. On the dashed line it is as right as it says; below it, it is too sure of itself. They differ by ${formatPercent(expectedError)} in the mean.</p>
<div class="curves">
<figure class="square">${new Html(reliabilityDiagram(bins))}<figcaption>The larger a mark, the more images.</figcaption></figure>
<figure>${new Html(likelihoodHistogram(bins))}<figcaption>How sure the model was how often. Mistakes belong on the left.</figcaption></figure>
</div>
<details><summary>The numbers behind it</summary>
<div class="scroll" role="group" aria-label="Calibration" tabindex="0"><table>
<thead><tr><th scope="col">Likelihood</th><th scope="col" class="number">Images</th><th scope="col" class="number">Mean likelihood</th><th scope="col" class="number">Right</th></tr></thead>
<tbody>${bins.map(row)}</tbody></table></div>
</details>`;
}

function ranking({ ranking, evaluation }: ReportData): Html | undefined {
  if (ranking === undefined) return undefined;
  const { roc, precisionRecall } = rankingCurves(ranking.classes);
  const isPart = ranking.classes.length > 1 && ranking.classes.length < evaluation.perClass.length;
  return html`<p class="intro">What another threshold than the largest likelihood would give. Area under the ROC curve ${formatScore(ranking.rocAuc)}, average precision ${formatScore(ranking.averagePrecision)}${
    isPart ? "; drawn are the classes with the lowest F1" : ""
  }.</p>
<div class="curves">
<figure class="square">${new Html(roc)}<figcaption>ROC: of the images of other classes, the share that are taken for the class, against the share of its own that are found.</figcaption></figure>
<figure class="square">${new Html(precisionRecall)}<figcaption>Precision and recall: the further up and to the right, the better.</figcaption></figure>
</div>`;
}

/** What the report shows, in reading order. */
export const SECTIONS: readonly Section[] = [
  { id: "comparison", title: "Comparison", content: comparisonTable },
  { id: "data", title: "Data", content: dataTable },
  { id: "learning-curves", title: "Learning curves", content: curves },
  { id: "predictions", title: "Predictions", content: samples },
  { id: "confusion", title: "Confusion matrix", content: confusions },
  { id: "mistakes", title: "Worst mistakes", content: mistakes },
  { id: "uncertain", title: "Least certain", content: uncertain },
  { id: "classes", title: "Scores by class", content: scores },
  { id: "slices", title: "Slices", content: sliceTable },
  { id: "calibration", title: "Calibration", content: calibration },
  { id: "ranking", title: "Thresholds", content: ranking },
];
