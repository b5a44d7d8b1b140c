import { array, type Checks, missingProblems, object } from "@imgcls/checks";
import { learningCurves } from "../charts/learning-curves.js";
import { classificationReport } from "../classification-report.js";
import { EvaluationInputError } from "../errors.js";
import { requireNone } from "../option-checks.js";
import { confusions } from "./confusions.js";
import { formatCount, plural } from "./format.js";
import { gallery, type ImageStack } from "./gallery.js";
import { Html, html } from "./html.js";
import { overview } from "./overview.js";
import {
  CHECKS,
  type ReportData,
  type ReportDataInput,
  reportData,
  reportDataProblems,
} from "./report-data.js";
import { scoreTable } from "./score-table.js";
import { REPORT_STYLE } from "./style.js";

export interface ReportInput extends ReportDataInput {
  /**
   * [images, height, width, channels], 0..255, in the order of `labels`; or, of a set too large for memory, those
   * that the report shows, by index: the `samplePredictions` and `worstMistakes` of `reportData(input)`.
   */
  readonly images: ImageStack["images"];
  /** [height, width, channels] of one image; 1 (grey), 2 (grey, alpha), 3 (RGB) or 4 (RGBA) channels. */
  readonly shape: ImageStack["shape"];
}

interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: Html;
}

/**
 * A page that needs nothing but itself: no script, no request, pictures and style inside. It reads on a
 * phone, on paper and in the dark. Text from users (titles, class names, facts) is escaped.
 *
 * @returns HTML document, the same for the same input
 * @throws EvaluationInputError with every problem found: sizes that disagree, a number of channels that
 *   PNG does not have.
 */
export function renderReport(input: ReportInput): string {
  requireNone("Cannot render the report", problemsOf(input));
  const data = reportData(input);
  const missing = missingImages(data, input);
  if (missing.length > 0) throw new EvaluationInputError("Cannot render the report", missing);
  const sections = sectionsOf(data, input);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${data.title}</title>
<style>${new Html(REPORT_STYLE)}</style>
</head>
<body>
${overview(data)}
<nav aria-label="Sections"><ul>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
<main>
${sections.map(
  ({ id, title, content }) => html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${content}
</section>
`,
)}</main>
<footer><p>${data.generatedAt === undefined ? undefined : `${data.generatedAt} · `}Made with imgcls</p></footer>
</body>
</html>
`.markup;
}

const IMAGE_CHECKS: Checks<Pick<ReportInput, "images" | "shape">> = { images: object, shape: array };

function problemsOf(input: ReportInput): string[] {
  const problems = reportDataProblems("renderReport", input, { ...CHECKS, ...IMAGE_CHECKS });
  const missing = missingProblems("renderReport", input ?? {}, IMAGE_CHECKS, ["images", "shape"]);
  const isComplete =
    missing.length === 0 && Array.isArray(input?.shape) && input.labels?.length !== undefined;
  return [...problems, ...missing, ...(isComplete ? imageProblems(input) : [])];
}

function imageProblems({ images, shape, labels }: ReportInput): string[] {
  const [height, width, channels] = shape;
  const problems: string[] = [];
  const expected = labels.length * height * width * channels;
  if (images instanceof Uint8Array && images.length !== expected) {
    problems.push(
      `images has ${images.length} bytes, expected ${expected} (${labels.length} labels × ${height} × ${width} × ${channels})`,
    );
  }
  if (![1, 2, 3, 4].includes(channels)) problems.push(`shape has ${channels} channels, expected 1 to 4`);
  return problems;
}

/** Of images that are given by index. */
function missingImages(
  { samplePredictions, worstMistakes }: ReportData,
  { images, shape: [height, width, channels] }: ReportInput,
): string[] {
  if (images instanceof Uint8Array) return [];
  const bytes = height * width * channels;
  return [...samplePredictions, ...worstMistakes]
    .filter(({ index }) => images.get(index)?.length !== bytes)
    .map(
      ({ index }) =>
        `images has ${images.get(index)?.length ?? "no"} bytes of image ${index}, expected ${bytes}`,
    );
}

function sectionsOf(data: ReportData, stack: ImageStack): Section[] {
  return [
    ...(data.history.length === 0
      ? []
      : [{ id: "learning-curves", title: "Learning curves", content: curves(data) }]),
    { id: "predictions", title: "Predictions", content: samples(data, stack) },
    { id: "confusion", title: "Confusion matrix", content: confusions(data) },
    { id: "mistakes", title: "Worst mistakes", content: mistakes(data, stack) },
    { id: "classes", title: "Scores by class", content: scores(data) },
  ];
}

const TESTED_ALL_ALONG =
  "The model was measured on the test images after each epoch, not on validation images. Whatever was chosen by these curves, such as the epoch to stop at, makes the test result look better than it is.";

function curves({ history, validatedOn }: ReportData): Html {
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
  const wrong = evaluation.samples - Math.round(evaluation.accuracy * evaluation.samples);
  return html`<p class="intro">${
    worstMistakes.length === wrong
      ? plural(wrong, "wrong answer")
      : `The ${worstMistakes.length} of ${formatCount(wrong)} wrong answers`
  } that the model was most sure of. Some of them may be wrong labels, or images that people would not agree on either.</p>
${gallery(worstMistakes, stack)}`;
}

const scores = ({ evaluation }: ReportData): Html => html`${scoreTable(evaluation)}
<details><summary>The same as text, in scikit-learn’s layout</summary>
<pre tabindex="0">${classificationReport(evaluation, { digits: 4 })}</pre>
</details>`;
