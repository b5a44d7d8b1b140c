import { EvaluationInputError } from "../errors.js";
import { Html } from "./html.js";
import { toMarkdown } from "./markdown.js";

/**
 * A page of this package as Markdown that GitHub and others read: its words, lists and tables, without drawings and pictures.
 *
 * @param page what `renderReport`, `renderFindings` or `renderClusters` gave
 * @throws EvaluationInputError when it is another one
 */
export function renderMarkdown(page: string): string {
  const content = /<body>([\s\S]*)<footer>/.exec(page)?.[1];
  if (content === undefined) {
    throw new EvaluationInputError("Cannot render Markdown", ["expected a page that renderReport gave"]);
  }
  return `${toMarkdown(new Html(content))}\n`;
}
