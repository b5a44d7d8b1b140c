import { type Checks, missingProblems, object } from "@imgcls/checks";
import { EvaluationInputError } from "../errors.js";
import { requireNone } from "../option-checks.js";
import { type ImageStack, missingImages, stackProblems } from "./gallery.js";
import { overview } from "./overview.js";
import { page } from "./page.js";
import { imagesOfReport, type ReportData, reportData } from "./report-data.js";
import { CHECKS, type ReportDataInput, reportDataProblems, SHAPE } from "./report-input.js";
import { MATRIX_KEYS } from "./scripts/matrix-keys.js";
import { SORTABLE_TABLES } from "./scripts/sortable-tables.js";
import { SECTIONS } from "./sections.js";

export interface ReportInput extends ReportDataInput {
  /**
   * [images, height, width, channels], 0..255, in the order of `labels`; or, of a set too large for memory, those
   * that the report shows, by index: `imagesOfReport(reportData(input))`.
   */
  readonly images: ImageStack["images"];
  /** [height, width, channels] of one image; 1 (grey), 2 (grey, alpha), 3 (RGB) or 4 (RGBA) channels. */
  readonly shape: ImageStack["shape"];
}

/**
 * A page that needs nothing but itself: no request, pictures and style inside, and two small scripts, for the order of tables
 * and for arrow keys in the matrix, which the page does without where they may not run. It reads on a phone, on paper and in the dark. Text from users (titles, class names,
 * facts) is escaped.
 *
 * @param given what `reportData(input)` gave, where it is there already. Default: it is computed
 * @returns HTML document, the same for the same input
 * @throws EvaluationInputError with every problem found: sizes that disagree, a number of channels that
 *   PNG does not have.
 */
export function renderReport(input: ReportInput, given?: ReportData): string {
  requireNone("Cannot render the report", problemsOf(input));
  const data = given ?? reportData(input);
  const missing = missingImages(imagesOfReport(data), input);
  if (missing.length > 0) throw new EvaluationInputError("Cannot render the report", missing);
  const sections = SECTIONS.flatMap(({ id, title, content }) => {
    const shown = content(data, input);
    return shown ? [{ id, title, content: shown }] : [];
  });
  return page({
    title: data.title,
    header: overview(data),
    sections,
    generatedAt: data.generatedAt,
    scripts: [SORTABLE_TABLES, MATRIX_KEYS],
  });
}

const IMAGE_CHECKS: Checks<Pick<ReportInput, "images" | "shape">> = { images: object, shape: SHAPE };

function problemsOf(input: ReportInput): string[] {
  const problems = reportDataProblems("renderReport", input, { ...CHECKS, ...IMAGE_CHECKS });
  const missing = missingProblems("renderReport", input ?? {}, IMAGE_CHECKS, ["images", "shape"]);
  const isComplete =
    missing.length === 0 && Array.isArray(input?.shape) && input.labels?.length !== undefined;
  return [
    ...problems,
    ...missing,
    ...(isComplete ? stackProblems(input, input.labels.length, "labels") : []),
  ];
}
